//go:build !(((linux && (amd64 || arm64)) || (darwin && arm64) || (windows && amd64)) && !noxla)

package device

// mayInstall has nothing to allow where XLA is not built in.
func mayInstall(bool) {}
