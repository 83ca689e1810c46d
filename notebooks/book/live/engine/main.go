//go:build js && wasm

// The engine runs live parts in a browser. Compiled to WebAssembly, it gives a Web Worker the object
// ganbook with these functions, whose answers are the JSON of a part.View:
//
//	open(id, name, settings)  makes the part of a name, under an id of the caller's
//	send(id, message)         gives it a live.Message, as JSON
//	close(id)                 forgets it
package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"ganbook/notebooks/book/live"
	"ganbook/notebooks/book/live/part"
)

func main() {
	debug.SetGCPercent(400) // the heap is small, and a page has memory to spare
	parts := map[string]part.Part{}
	answer := func(f func() part.View) (out any) {
		defer func() {
			if thrown := recover(); thrown != nil { // one part must not end the others
				out = string(part.View{Error: fmt.Sprint(thrown)}.JSON())
			}
		}()
		return string(f().JSON())
	}
	js.Global().Set("ganbook", map[string]any{
		"open": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return answer(func() part.View {
				p, err := live.Open(args[1].String(), args[2].String())
				if p == nil {
					return part.View{Error: err.Error()}
				}
				parts[args[0].String()] = p
				a := live.Message{Width: args[3].Int()}.Answer(p)
				if err != nil {
					a.Error = err.Error()
				}
				return a
			})
		}),
		"send": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return answer(func() part.View {
				p := parts[args[0].String()]
				if p == nil {
					return part.View{Error: "this part is closed; load the page again"}
				}
				var m live.Message
				if err := json.Unmarshal([]byte(args[1].String()), &m); err != nil {
					return part.View{Error: err.Error()}
				}
				return m.Answer(p)
			})
		}),
		"close": js.FuncOf(func(_ js.Value, args []js.Value) any {
			delete(parts, args[0].String())
			return nil
		}),
	})
	js.Global().Get("ganbookReady").Invoke()
	select {}
}
