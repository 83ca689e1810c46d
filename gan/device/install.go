//go:build ((linux && (amd64 || arm64)) || (darwin && arm64) || (windows && amd64)) && !noxla

package device

import (
	"os"

	"github.com/gomlx/go-xla/compute/xla"
)

// mayInstall says whether go-xla may download a plugin that it does not find, as it does
// by itself. For the CPU it may not, whatever the environment: set-up installs that
// plugin, checked, and a training asks no host. Another (CUDA) it may, unless
// $GOMLX_NO_AUTO_INSTALL forbids it: go-xla reads that when the program starts, before
// the program could have set it.
func mayInstall(cpu bool) {
	_, forbidden := os.LookupEnv(xla.NoAutoInstallEnv)
	xla.EnableAutoInstall(!cpu && !forbidden)
}
