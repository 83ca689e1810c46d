package gan

import "reflect"

// owned returns a copy of the config that shares no slice and no map with it, also not in its networks and
// optimizers. So what the caller does with a slice later does not change a run. Unexported fields of
// parts from outside this package, and what pointers point to, stay shared.
func (c Config) owned() Config {
	copySlices(reflect.ValueOf(&c).Elem())
	return c
}

// copySlices replaces each slice and each map in v, which can be set, by a copy.
func copySlices(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				copySlices(v.Field(i))
			}
		}
	case reflect.Interface:
		if !v.IsNil() {
			part := reflect.New(v.Elem().Type()).Elem()
			part.Set(v.Elem())
			copySlices(part)
			v.Set(part)
		}
	case reflect.Array:
		for i := range v.Len() {
			copySlices(v.Index(i))
		}
	case reflect.Map:
		if !v.IsNil() {
			copied := reflect.MakeMapWithSize(v.Type(), v.Len())
			for _, key := range v.MapKeys() {
				value := reflect.New(v.Type().Elem()).Elem()
				value.Set(v.MapIndex(key))
				copySlices(value)
				copied.SetMapIndex(key, value)
			}
			v.Set(copied)
		}
	case reflect.Slice:
		if !v.IsNil() {
			list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(list, v)
			for i := range list.Len() {
				copySlices(list.Index(i))
			}
			v.Set(list)
		}
	}
}
