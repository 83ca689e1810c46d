package watch

import (
	"fmt"
	"sync"
	"time"

	"ganbook/notebooks/show"
)

// A screen draws the newest picture and progress in a goroutine of its own, so that the training never waits for a
// picture; pictures that come faster than they can be drawn are left out.
type screen struct {
	live  *show.Live
	began time.Time // of the first stretch's end: compiling is not training

	mu          sync.Mutex
	picture     show.Picture
	first       int // step at began
	step, steps int

	wake chan struct{} // holds one token when there is something new
	done chan struct{}
}

func newScreen(live *show.Live) *screen {
	s := &screen{live: live, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go s.run()
	return s
}

// show sets the picture; nil keeps the last one.
func (s *screen) show(p show.Picture) {
	if p == nil {
		return
	}
	s.mu.Lock()
	s.picture = p
	s.mu.Unlock()
	s.notify()
}

// progress sets how far the training is.
func (s *screen) progress(step, steps int) {
	s.mu.Lock()
	if s.began.IsZero() {
		s.began, s.first = time.Now(), step
	}
	s.step, s.steps = step, steps
	s.mu.Unlock()
	s.notify()
}

func (s *screen) notify() {
	select {
	case s.wake <- struct{}{}:
	default: // a token waits already
	}
}

// close ends the drawing; nothing is drawn after it returns.
func (s *screen) close() {
	close(s.wake)
	<-s.done
}

func (s *screen) run() {
	defer close(s.done)
	for range s.wake {
		began := time.Now()
		s.mu.Lock()
		picture, text, done := s.picture, s.text(began), 0.0
		if s.steps > 0 {
			done = float64(s.step) / float64(s.steps)
		}
		s.mu.Unlock()
		if picture != nil {
			s.live.Draw(picture, show.Progress{Done: done, Text: text})
			time.Sleep(refresh - time.Since(began))
		}
	}
}

// text says step, speed and time left.
func (s *screen) text(now time.Time) string {
	if s.steps == 0 {
		return "compiling"
	}
	text := fmt.Sprintf("step %d of %d", s.step, s.steps)
	if took := now.Sub(s.began).Seconds(); s.step > s.first && took > 0 {
		speed := float64(s.step-s.first) / took
		left := time.Duration(float64(s.steps-s.step) / speed * float64(time.Second))
		text += fmt.Sprintf(",  %.0f steps/s,  %v left", speed, left.Round(time.Second))
	}
	return text
}
