package lab

import (
	"fmt"

	"ganbook/notebooks/book/live/part"
)

// A story is a training that shows one thing, with all its settings.
type story struct {
	name  string
	set   part.Chosen // what differs from the first settings
	words []string
	link  part.Link
}

var stories = []story{
	{
		name: "collapse",
		set: part.Chosen{"dim": "2", "data": "ring", "loss": "NonSaturating", "rated": "0.0001", "rateg": "0.001", "optimizer": "Adam, β₁ = 0.5",
			"noise": "16", "widthd": "64", "widthg": "64"},
		words: []string{
			"G moves much faster than D, so all fakes run to the place that D likes best at the moment.",
			"D then learns that this place is full of fakes, and they run on to the next bump.",
		},
		link: part.Link{Page: "09_modes", Text: "09 Modes: collapse, seen"},
	},
	{
		name: "circle",
		set: part.Chosen{"dim": "1", "data": "one bump", "loss": "Wasserstein", "optimizer": "SGD", "rated": "0.05", "rateg": "0.05",
			"widthd": "none", "widthg": "none", "standard": "off", "noise": "1"},
		words: []string{
			"D is a line and G moves and stretches a bell: each follows its gradient, and the bell swings around the data and never arrives.",
			"Give R1 the value 0.3, and the penalty works as friction; let both move at once, and each swing is wider than the last.",
		},
		link: part.Link{Page: "08_why_it_circles", Text: "08 Why it circles"},
	},
	{
		name: "R3GAN",
		set:  part.Chosen{"dim": "2", "data": "grid", "loss": "Relativistic", "r1": "0.1", "r2": "0.1", "rated": "0.01", "rateg": "0.005"},
		words: []string{
			"The relativistic loss compares each datum with a fake, and R1 and R2 together limit the slope of D on both.",
			"This game comes to rest where others circle: within some 1,500 steps the fakes find nearly all of the nine bumps.",
		},
		link: part.Link{Page: "08_why_it_circles", Text: "08 Why it circles: five objectives"},
	},
	{
		name: "a D that cannot see",
		set:  part.Chosen{"dim": "1", "data": "one bump", "standard": "off", "rated": "0.001", "rateg": "0.0005", "heat": "D*"},
		words: []string{
			"D sees x itself, and its units bend at 0, far from the data at 3: near the data D is a line, which cannot see a width.",
			"V̂ comes near −ln 4 although Pg is not Pdata: it says what this D sees, not how far Pg is from Pdata.",
		},
		link: part.Link{Page: "07_a_first_gan", Text: "07 A first GAN: a D that cannot see"},
	},
}

// findStory returns the story with a name.
func findStory(name string) (*story, error) {
	for i := range stories {
		if stories[i].name == name {
			return &stories[i], nil
		}
	}
	return nil, fmt.Errorf("lab: there is no story %q", name)
}

// tell begins a story.
func (l *Lab) tell(name string) error {
	s, err := findStory(name)
	if err != nil {
		return err
	}
	l.chosen, l.drawn = firstChoice(), drawing{}
	for id, value := range s.set {
		l.chosen.Chosen[id] = value
	}
	l.restart()
	l.story, l.running = s, true
	return nil
}
