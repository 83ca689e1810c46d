//go:build !(((linux && (amd64 || arm64)) || (darwin && arm64) || (windows && amd64)) && !noxla)

package device

// mayInstall does nothing in a build without XLA.
func mayInstall(bool) {}
