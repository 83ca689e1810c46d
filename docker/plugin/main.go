// Command plugin fetches XLA's CPU plugin with go-xla's own installer into the folder given as its argument.
//
// Set-up uses it where no plugin with a published checksum exists. The installer itself checks none, so what it
// fetched is only as trustworthy as the connection; set-up prints the checksum of the result.
package main

import (
	"fmt"
	"os"

	"github.com/gomlx/go-xla/installer"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: plugin FOLDER")
		os.Exit(2)
	}
	const useCache = false // a cached download could be a torn one, and nothing would notice
	if err := installer.CPUAutoInstall(os.Args[1], useCache, installer.Verbose); err != nil {
		fmt.Fprintln(os.Stderr, "plugin:", err)
		os.Exit(1)
	}
}
