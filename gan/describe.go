package gan

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"ganbook/gan/internal/checkpoint"
)

// A field is the name and the value of one setting of a config, as text.
type field = checkpoint.Field

// describe lists every setting of a config, in order. It includes the fields of networks and
// optimizers, also the unexported ones of a reader's. It leaves functions out, because code is not
// stored.
func describe(cfg Config) []field {
	var fields []field
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		if isPlain(v) {
			fields = append(fields, field{Name: name, Value: checkpoint.Text(fmt.Sprint(v))})
			return
		}
		switch v.Kind() {
		case reflect.Pointer, reflect.Func, reflect.Chan, reflect.UnsafePointer:
			return // an address means nothing in another process
		case reflect.Interface:
			if v.IsNil() { // G and its optimizer may be nil if D is trained alone
				fields = append(fields, field{Name: name, Value: "nil"})
				return
			}
			fields = append(fields, field{Name: name, Value: typeName(v.Elem().Type())})
			walk(name, v.Elem())
		case reflect.Struct:
			if v.CanInterface() { // not reached through an unexported field
				if l, ok := v.Interface().(Loss); ok {
					fields = append(fields, l.describe()...)
					return
				}
			}
			for i := range v.NumField() {
				walk(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice, reflect.Array: // printed as a whole, it could show addresses
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", name, i), v.Index(i))
			}
		case reflect.Map:
			keys := v.MapKeys()
			text := func(key reflect.Value) string { return fmt.Sprint(key) }
			slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(text(a), text(b)) })
			for _, key := range keys {
				if isPlain(key) { // another key may be an address
					walk(fmt.Sprintf("%s[%s]", name, text(key)), v.MapIndex(key))
				}
			}
		}
	}
	if cfg.Devices == 1 {
		cfg.Devices = 0 // they mean the same
	}
	v := reflect.ValueOf(cfg)
	for i := range v.NumField() {
		walk(v.Type().Field(i).Name, v.Field(i))
	}
	return fields
}

// generatorSettings are the settings of a config that D alone does not use.
var generatorSettings = []string{"Generator", "GeneratorOptimizer", "Noise", "NoiseDim", "Averaging"}

// settings describes those settings of a game's config that matter.
func (p game) settings() []field { return used(describe(p.cfg), p.pg != nil) }

// used returns those fields of a description that matter: all of them, or for D alone those that it uses.
func used(fields []field, alone bool) []field {
	if !alone {
		return fields
	}
	return slices.DeleteFunc(slices.Clone(fields), func(f field) bool {
		name, _, _ := strings.Cut(f.Name, ".")
		name, _, _ = strings.Cut(name, "[")
		return slices.Contains(generatorSettings, name)
	})
}

// isPlain reports whether the text of a value says all about it: a number, a bool, a string, or a list
// or a map of these.
func isPlain(v reflect.Value) bool {
	single := func(t reflect.Type) bool { return t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String }
	switch t := v.Type(); v.Kind() {
	case reflect.Slice, reflect.Array:
		return v.Len() == 0 || single(t.Elem())
	case reflect.Map:
		return v.Len() == 0 || single(t.Elem()) && single(t.Key())
	default:
		return single(t)
	}
}

// typeName returns the name of a type, with the package if it is not this one.
func typeName(t reflect.Type) string {
	if t.PkgPath() == reflect.TypeFor[Config]().PkgPath() {
		return t.Name()
	}
	return t.String()
}

// describe returns the fields of a loss. For a loss of this package that is only its name. For any
// other loss it adds Logit, Paired and a fingerprint of the formulas.
func (l Loss) describe() []field {
	name := field{Name: "Loss", Value: checkpoint.Text(l.Name)}
	if l.ours() {
		return []field{name}
	}
	values, err := l.fingerprint()
	if err != nil { // [Loss.Validate] has reported the error
		return []field{name}
	}
	return []field{
		name,
		{Name: "Loss.Logit", Value: fmt.Sprint(l.Logit)},
		{Name: "Loss.Paired", Value: fmt.Sprint(l.Paired)},
		{Name: fingerprintField, Value: fmt.Sprint(values)},
	}
}

// fingerprintField is the name of the field that holds the fingerprint of a loss.
const fingerprintField = "Loss.formulas"

// differences lists where two descriptions differ. An entry is such as "Steps: 4000 there, 5000
// here", with the words in and at for there and here. A setting that the first one lacks is newer than
// it, and has its zero value there.
func differences(there, here []field, in, at string) (all []string) {
	const none = "nothing"
	value := func(of []field, name string) string {
		for _, f := range of {
			if f.Name == name {
				return f.Value
			}
		}
		return none
	}
	for _, f := range here {
		was := value(there, f.Name)
		if f.Name == fingerprintField && sameFingerprint(was, f.Value) {
			continue
		}
		if was == none && slices.Contains([]string{"false", "0", "[]"}, f.Value) {
			continue
		}
		if was != f.Value {
			all = append(all, fmt.Sprintf("%s: %s %s, %s %s", f.Name, was, in, f.Value, at))
		}
	}
	for _, f := range there {
		if value(here, f.Name) == none {
			all = append(all, fmt.Sprintf("%s: %s %s, %s %s", f.Name, f.Value, in, none, at))
		}
	}
	return all
}
