package recipe

import (
	"ganbook/gan"
	"ganbook/gan/dataset"
)

// OwnImages returns the pair of [Convolutions] for images of another size, grey or in colour, such as those of
// [dataset.Folder]. Their height and width are multiples of 4; [gan.Train] says so if they are not. G has more
// coordinates of noise than for digits, and D sees shifted images only, since a folder may hold few.
func OwnImages(images *dataset.Images) gan.Config {
	cfg := Convolutions().Config
	up, down := cfg.Generator.(gan.ConvUp), cfg.Discriminator.(gan.ConvDown)
	up.Height, up.Width, up.Channels = images.Size()
	down.Height, down.Width, down.Channels = images.Size()
	cfg.Generator = up
	cfg.Discriminator = gan.Augmented{Network: down, Height: up.Height, Width: up.Width, Channels: up.Channels, Shift: 0.125}
	cfg.NoiseDim, cfg.Steps = 32, 3000
	return cfg
}
