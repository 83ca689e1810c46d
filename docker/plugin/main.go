// Command plugin downloads XLA's CPU plugin with go-xla's own installer, into the folder that is
// its argument.
//
// Set-up uses it on systems for which no plugin with a published checksum exists. The installer
// checks no checksum, so the file is only as trustworthy as the connection. Set-up prints the
// checksum of the file.
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
	const useCache = false // a download in the cache may be incomplete, and nothing would detect that
	if err := installer.CPUAutoInstall(os.Args[1], useCache, installer.Verbose); err != nil {
		fmt.Fprintln(os.Stderr, "plugin:", err)
		os.Exit(1)
	}
}
