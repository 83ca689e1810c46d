// Command digits finds or downloads MNIST, and says which.
package main

import (
	"log"
	"log/slog"
	"os"

	"ganbook/gan/dataset/mnist"
)

func main() {
	log.SetFlags(0)
	slog.SetLogLoggerLevel(slog.LevelDebug)
	if _, _, err := mnist.Load(); err != nil {
		slog.Error(err.Error())
		os.Exit(1)
	}
}
