package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestShip(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "digits", "stacked")
	if err := ship(from, to); err == nil {
		t.Error("an empty folder was copied")
	}
	write := func(name, what string) {
		if err := os.WriteFile(filepath.Join(from, name), []byte(what), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(want string) {
		t.Helper()
		kept, err := filepath.Glob(filepath.Join(to, "*"))
		if err != nil || len(kept) != 1 {
			t.Fatalf("%v, %v; want one file", kept, err)
		}
		if got, err := os.ReadFile(kept[0]); err != nil || string(got) != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	write("checkpoint-000009.gan", "earlier")
	write("checkpoint-000010.gan", "last")
	write(".lock", "")
	for range 2 { // the second call finds the copy
		if err := ship(from, to); err != nil {
			t.Fatal(err)
		}
		holds("last")
		write("checkpoint-000011.gan", "later")
	}
}

func TestShipFillsAnEmptyFolder(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(from, "checkpoint-000001.gan"), []byte("last"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := ship(from, to); err != nil {
		t.Fatal(err)
	}
	if held, err := os.ReadDir(to); err != nil || len(held) != 1 {
		t.Errorf("%d files, %v; want the checkpoint", len(held), err)
	}
}
