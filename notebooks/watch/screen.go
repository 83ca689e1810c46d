package watch

import (
	"fmt"
	"sync"
	"time"

	"ganbook/notebooks/show"
)

// A screen draws the newest picture and the progress in a separate goroutine. So the training never
// waits for a picture. If pictures come faster than they can be drawn, some are left out.
type screen struct {
	live   *show.Live
	opened time.Time

	mu          sync.Mutex
	picture     show.Picture
	began       time.Time // when the first stretch ended, so that the speed does not include compiling
	first       int       // the step at began
	step, steps int
	stopping    bool

	wake chan struct{} // holds one token if there is something new to draw
	quit chan struct{}
	done chan struct{}
}

func newScreen(live *show.Live) *screen {
	s := &screen{live: live, opened: time.Now(), wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	s.notify() // draw at once that the training compiles
	go s.run()
	return s
}

// show sets the picture. If p is nil, the last picture stays.
func (s *screen) show(p show.Picture) {
	if p == nil {
		return
	}
	s.mu.Lock()
	s.picture = p
	s.mu.Unlock()
	s.notify()
}

// progress sets the number of steps taken and the number of steps in all.
func (s *screen) progress(step, steps int) {
	s.mu.Lock()
	if s.began.IsZero() {
		s.began, s.first = time.Now(), step
	}
	s.step, s.steps = step, steps
	s.mu.Unlock()
	s.notify()
}

// stop shows that the training will end soon.
func (s *screen) stop() {
	s.mu.Lock()
	s.stopping = true
	s.mu.Unlock()
	s.notify()
}

func (s *screen) notify() {
	select {
	case s.wake <- struct{}{}:
	default: // there is a token already
	}
}

// close ends the drawing. Nothing is drawn after it returns.
func (s *screen) close() {
	close(s.quit)
	<-s.done
}

func (s *screen) run() {
	defer close(s.done)
	tick := time.NewTicker(time.Second) // redraw the time each second, so that the training looks alive
	defer tick.Stop()
	for {
		select {
		case <-s.quit:
			return
		case <-s.wake:
		case <-tick.C:
		}
		began := time.Now()
		s.mu.Lock()
		picture, text, done := s.picture, s.text(began), 0.0
		if s.steps > 0 {
			done = float64(s.step) / float64(s.steps)
		}
		s.mu.Unlock()
		if picture == nil {
			s.live.Say(text)
			continue
		}
		s.live.Draw(picture, show.Progress{Done: done, Text: text})
		time.Sleep(refresh - time.Since(began))
	}
}

// text says what the run is waiting for, or the step, the speed and the time left.
func (s *screen) text(now time.Time) string {
	if s.steps == 0 {
		text := fmt.Sprintf("compiling the training: %.0f s", now.Sub(s.opened).Seconds())
		if s.stopping {
			return text + "; stopping when it ends"
		}
		return text + "; ■ takes effect when it ends"
	}
	text := fmt.Sprintf("step %d of %d", s.step, s.steps)
	if s.stopping {
		return text + ",  stopping …"
	}
	if took := now.Sub(s.began).Seconds(); s.step > s.first && took > 0 {
		speed := float64(s.step-s.first) / took
		left := time.Duration(float64(s.steps-s.step) / speed * float64(time.Second))
		text += fmt.Sprintf(",  %.0f steps/s,  %v left", speed, left.Round(time.Second))
	}
	return text
}
