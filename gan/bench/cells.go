package main

func cellsPart() Part {
	return Part{Name: "cells", Cases: func(bool) []Case { return nil }}
}
