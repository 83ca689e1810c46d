package gan

import (
	"context"
	"errors"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// The results of Sample, SampleClass and Real after a training must not depend on looks at the
// training, nor on where it was stopped and resumed. Exact: bits are compared.
func TestLookingChangesNothing(t *testing.T) {
	cfg := small()
	cfg.Generator, cfg.Discriminator, cfg.Steps = MLP{Hidden: []int{8}}, MLP{Hidden: []int{8}}, 100
	conditional := cfg
	conditional.Conditional, conditional.Backend = true, device.Go // of its data set no program is shared
	ring := dataset.Ring(4, 1, 0.1)
	type training func(ctx context.Context, opts ...Option) (*Run, error)
	of := func(cfg Config, data dataset.Dataset) training {
		return func(ctx context.Context, opts ...Option) (*Run, error) { return Train(ctx, cfg, data, opts...) }
	}
	for name, train := range map[string]training{
		"plain":       of(cfg, ring),
		"conditional": of(conditional, classed{ring}),
		"discriminator": func(ctx context.Context, opts ...Option) (*Run, error) {
			return TrainDiscriminator(ctx, cfg, ring, dataset.Ring(3, 2, 0.1), opts...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			draws := func(r *Run) (all [][][]float32) {
				all = append(all, r.Sample(5), r.Real(5), r.Sample(3))
				if r.Config().Conditional {
					all = append(all, r.SampleClass(5, 2), r.Sample(4))
				}
				return append(all, r.Real(3))
			}
			same := func(what string, a, b [][][]float32) {
				t.Helper()
				for i := range a {
					if !equal(a[i], b[i]) {
						t.Errorf("%s, draw %d: %v and %v", what, i, a[i], b[i])
					}
				}
			}
			finish := func(r *Run, err error) [][][]float32 {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				return draws(r)
			}

			unseen := finish(train(t.Context()))
			once := func(r *Run) {
				if r.Step() == 0 {
					draws(r)
				}
			}
			if name == "plain" {
				same("looked at once", unseen, finish(train(t.Context(), OnFrame(1000, once))))
			}
			frames := 0
			var reals, noise [][]float32
			each := func(r *Run) {
				frames++
				z, x := r.Noise(3), r.Real(3)
				if noise == nil {
					noise, reals = z, x
				}
				if !equal(z, noise) || !equal(x, reals) {
					t.Errorf("step %d: z's %v and data %v; in the first frame %v and %v", r.Step(), z, x, noise, reals)
				}
				if r.Step()%25 != 0 {
					return
				}
				// A look within a look starts the stream again. Then the outer look continues.
				next := draws(r)
				r.Look(func(r *Run) {
					if again := r.Noise(3); !equal(again, noise) {
						t.Errorf("step %d: a look within gives %v, want %v", r.Step(), again, noise)
					}
				})
				if equal(r.Noise(3), noise) || equal(r.Real(5), next[1]) {
					t.Error("after a look within, the outer one begins again")
				}
			}
			watched, err := train(t.Context(), OnFrame(1, each))
			if frames != 101 {
				t.Fatalf("%d frames, want 101", frames)
			}
			after := finish(watched, err)
			same("looked at 101 times", unseen, after)
			if equal(watched.Noise(3), noise) || equal(after[1][:3], reals) {
				t.Error("what comes after the training is what its frames drew")
			}

			// The training is stopped in the middle, looked at, and resumed in a folder, with
			// frames at other steps.
			folder := Dir(t.TempDir())
			ctx, cancel := context.WithCancel(t.Context())
			stopped, err := train(ctx, folder, OnFrame(30, func(r *Run) {
				if draws(r); r.Step() == 60 {
					cancel()
				}
			}))
			if !errors.Is(err, context.Canceled) || stopped.Step() != 60 {
				t.Fatalf("stopped at %v, %v; want step 60", stopped, err)
			}
			draws(stopped)
			same("resumed", unseen, finish(train(t.Context(), folder, OnFrame(7, each))))
		})
	}
}

// A look that panics leaves the run as it was.
func TestALookThatPanics(t *testing.T) {
	t.Parallel()
	run, twin := train1(t, linear(1), point("a", 1)), train1(t, linear(1), point("a", 1))
	func() {
		defer func() { recover() }()
		run.Look(func(r *Run) { r.Sample(3); panic("a picture that cannot be drawn") })
	}()
	if a, b := run.Sample(3), twin.Sample(3); !equal(a, b) {
		t.Errorf("Sample gives %v after a look that panicked, and %v without it", a, b)
	}
}
