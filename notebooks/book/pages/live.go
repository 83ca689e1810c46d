package main

import (
	"fmt"
	"strings"
)

// A livePart is a part of the book that computes: its name, as notebooks/book/live knows it, and where it stands.
type livePart struct {
	name    string
	title   string
	says    string // what a reader can do there
	file    string // of the notebook that has it too, under this heading
	heading string
}

var liveParts = []livePart{
	{"lab", "The GAN lab", "Draw data, choose a loss, and watch two networks train: a step at a time or on and on.",
		"07_a_first_gan.ipynb", "## 4 The same with `gan`"},
	{"distributions", "Two distributions", "Drag, stretch and mix two distributions, and read entropy, KL, JS and the best discriminator as they change.",
		"04_kl_divergence.ipynb", "## 5 Two fits to two bumps"},
	{"bag", "The bag and the coin", "Draw balls one by one, and watch likelihood, estimate and interval change.",
		"02_maximum_likelihood.ipynb", "## 2 The estimate is the place of the peak"},
	{"games", "Games", "Edit a payoff matrix, see where the game has its saddle or its mixed equilibrium, and play it.",
		"05_zero_sum_games.ipynb", "## 5 The minimax theorem, in one picture"},
}

const withoutLive = "Here stands a part that computes in your browser. It needs JavaScript and WebAssembly, and the book must come from a web server."

// page is the name of the part's own page.
func (p livePart) page() string { return "live_" + p.name }

// div is the place of the part. Its sentence stays where the part cannot run.
func (p livePart) div() string {
	return fmt.Sprintf("<div class=\"live\" data-part=\"%s\" data-book=\"./\">\n\n%s\n\n</div>", p.name, withoutLive)
}

// withLive puts the parts of a notebook under their headings.
func (b *book) withLive(file, source string) string {
	for i, p := range liveParts {
		if p.file != file {
			continue
		}
		if before, after, found := strings.Cut("\n"+source+"\n", "\n"+p.heading+"\n"); found {
			b.live[i] = true
			source = strings.TrimSpace(fmt.Sprintf("%s\n%s\n\n%s\n%s", before, p.heading, p.div(), after))
		}
	}
	return source
}

// allLive writes a page for each part, and reports a part whose heading its notebook does not have.
func (b *book) allLive() error {
	for i, p := range liveParts {
		if !b.live[i] {
			return fmt.Errorf("the live part %q stands in %s under %q, and there is no such heading: mend pages/live.go", p.name, p.file, p.heading)
		}
		text := fmt.Sprintf("# %s\n\n%s It also stands in notebook %s.\n\n%s\n", p.title, p.says, toChapter(p.file[:2]), p.div())
		if err := b.page(p.page(), text); err != nil {
			return err
		}
	}
	return nil
}
