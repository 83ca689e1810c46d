package dataset

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // decoders of the formats that a folder may hold
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxClasses is the number of classes that a label of one byte can distinguish.
const maxClasses = 256

// Folder returns the PNG and JPEG files of a folder as a data set, with the name of the folder. If
// the folder has sub-folders instead of files, each sub-folder is a class. The classes have the
// order of the names, from class 0.
//
// All images must have the same size. They have one channel if all files are stored as grey, else three
// (a palette of greys counts as colour).
// Transparent images are drawn on black. Folder ignores files with other extensions, and all names
// that begin with a dot.
//
// Errors: a folder that cannot be read; a folder or sub-folder without images; images beside
// sub-folders; a folder inside a class; more than 256 sub-folders; a file that is broken or of another size, with its name.
func Folder(path string) (*Images, error) {
	found, classes, err := imageFiles(path)
	if err != nil {
		return nil, fmt.Errorf("dataset: %w", err)
	}
	images := make([]image.Image, len(found))
	grey := true
	for i, f := range found {
		if images[i], err = decode(f.path); err != nil {
			return nil, fmt.Errorf("dataset: %s cannot be read as an image: %w", f.path, err)
		}
		if size, want := images[i].Bounds().Size(), images[0].Bounds().Size(); size != want {
			return nil, fmt.Errorf("dataset: %s has %d × %d pixels and %s has %d × %d; bring all to one size",
				f.path, size.X, size.Y, found[0].path, want.X, want.Y)
		}
		model := images[i].ColorModel()
		grey = grey && (model == color.GrayModel || model == color.Gray16Model)
	}
	size, channels := images[0].Bounds().Size(), 3
	if grey {
		channels = 1
	}
	pixels := make([]byte, 0, len(images)*size.X*size.Y*channels)
	var labels []byte
	for i, m := range images {
		pixels = appendPixels(pixels, m, grey)
		if classes > 0 {
			labels = append(labels, byte(found[i].class))
		}
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("dataset: %w", err)
	}
	return NewImages(filepath.Base(absolute), size.Y, size.X, channels, pixels, labels, classes), nil
}

// A file is the path of an image and its class.
type file struct {
	path  string
	class int
}

// imageFiles lists the images of a folder, or those of its sub-folders.
func imageFiles(folder string) (found []file, classes int, err error) {
	own, folders, err := list(folder)
	if err != nil {
		return nil, 0, err
	}
	switch {
	case len(own) > 0 && len(folders) > 0:
		return nil, 0, fmt.Errorf("%s holds images (%s) beside folders (%s); remove the folders if the images have no classes, or put all images into one folder for each class",
			folder, filepath.Base(own[0]), filepath.Base(folders[0]))
	case len(folders) > maxClasses:
		return nil, 0, fmt.Errorf("%s holds %d folders; %d classes at most", folder, len(folders), maxClasses)
	}
	for _, path := range own {
		found = append(found, file{path, 0})
	}
	for class, sub := range folders {
		paths, deeper, err := list(sub)
		if err != nil {
			return nil, 0, err
		}
		if len(deeper) > 0 {
			return nil, 0, fmt.Errorf("the folder %s, a class, holds a folder (%s), whose images would be left out; put all images of a class into one folder", sub, filepath.Base(deeper[0]))
		}
		if len(paths) == 0 {
			return nil, 0, fmt.Errorf("the folder %s, a class, holds no PNG or JPEG file", sub)
		}
		for _, path := range paths {
			found = append(found, file{path, class})
		}
	}
	if len(found) == 0 {
		return nil, 0, fmt.Errorf("%s holds no PNG or JPEG file", folder)
	}
	return found, len(folders), nil
}

// list returns the paths of the images and of the sub-folders of a folder, in order.
func list(folder string) (images, folders []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, err
	}
	endings := []string{".png", ".jpg", ".jpeg"}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		ending := strings.ToLower(filepath.Ext(path))
		info, err := os.Stat(path) // of what a symbolic link points to
		if errors.Is(err, fs.ErrNotExist) && ending != "" && !slices.Contains(endings, ending) {
			continue // a link to nowhere, as editors leave them, that is no image
		}
		if err != nil {
			return nil, nil, err
		}
		switch {
		case info.IsDir():
			folders = append(folders, path)
		case slices.Contains(endings, ending):
			images = append(images, path)
		}
	}
	return images, folders, nil
}

func decode(path string) (m image.Image, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	m, _, err = image.Decode(f)
	return m, errors.Join(err, f.Close())
}

// appendPixels appends the bytes of an image, line by line.
func appendPixels(pixels []byte, m image.Image, grey bool) []byte {
	area := m.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			r, g, b, _ := m.At(x, y).RGBA() // 16 bits each, multiplied by the opacity: drawn on black
			pixels = append(pixels, byte(r>>8))
			if !grey {
				pixels = append(pixels, byte(g>>8), byte(b>>8))
			}
		}
	}
	return pixels
}
