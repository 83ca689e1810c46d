package gan

import (
	"fmt"
	"reflect"
)

// A field is one setting of a config, as a reader would write it.
type field struct{ Name, Value string }

// describe lists every setting of a config, those of networks and optimizers
// included, in order. Functions are left out: code is not stored.
func describe(cfg Config) []field {
	var fields []field
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Interface:
			if v.IsNil() { // G and its optimizer may be left out where D is trained alone
				fields = append(fields, field{name, "nil"})
				return
			}
			fields = append(fields, field{name, v.Elem().Type().Name()})
			walk(name, v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				walk(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Func:
		default:
			fields = append(fields, field{name, fmt.Sprint(v.Interface())})
		}
	}
	v := reflect.ValueOf(cfg)
	for i := range v.NumField() {
		walk(v.Type().Field(i).Name, v.Field(i))
	}
	return fields
}

// differences lists where two descriptions differ, each as "Steps: 4000 there, 5000
// here".
func differences(there, here []field) (all []string) {
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
		if was := value(there, f.Name); was != f.Value {
			all = append(all, fmt.Sprintf("%s: %s there, %s here", f.Name, was, f.Value))
		}
	}
	for _, f := range there {
		if value(here, f.Name) == none {
			all = append(all, fmt.Sprintf("%s: %s there, nothing here", f.Name, f.Value))
		}
	}
	return all
}
