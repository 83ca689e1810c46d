//go:build ((linux && (amd64 || arm64)) || (darwin && arm64) || (windows && amd64)) && !noxla

package device

import (
	"os"

	"github.com/gomlx/go-xla/compute/xla"
)

// mayInstall tells go-xla whether it may download a plugin that it does not find. By default it
// does so. For the CPU it must not, whatever the environment says: set-up installs and checks that
// plugin, and a training contacts no host. For other plugins, such as CUDA, it may download, unless
// $GOMLX_NO_AUTO_INSTALL is set. go-xla reads this variable when the program starts, so mayInstall
// reads it again, in case the program has set it since.
func mayInstall(cpu bool) {
	_, forbidden := os.LookupEnv(xla.NoAutoInstallEnv)
	xla.EnableAutoInstall(!cpu && !forbidden)
}
