package gan

import "reflect"

// owned returns a copy of the config that shares no slice and no map with it, also not in its networks and
// optimizers. So what the caller does with a slice later does not change a run. Unexported fields of
// parts from outside this package, and what pointers point to, stay shared.
func (c Config) owned() Config {
	unshare(reflect.ValueOf(&c).Elem())
	return c
}

// unshare replaces each slice and each map in v, which can be set, by a copy.
func unshare(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				unshare(v.Field(i))
			}
		}
	case reflect.Interface:
		if !v.IsNil() {
			part := reflect.New(v.Elem().Type()).Elem()
			part.Set(v.Elem())
			unshare(part)
			v.Set(part)
		}
	case reflect.Array:
		for i := range v.Len() {
			unshare(v.Index(i))
		}
	case reflect.Map:
		if !v.IsNil() {
			copied := reflect.MakeMapWithSize(v.Type(), v.Len())
			for _, key := range v.MapKeys() {
				value := reflect.New(v.Type().Elem()).Elem()
				value.Set(v.MapIndex(key))
				unshare(value)
				copied.SetMapIndex(key, value)
			}
			v.Set(copied)
		}
	case reflect.Slice:
		if !v.IsNil() {
			list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(list, v)
			for i := range list.Len() {
				unshare(list.Index(i))
			}
			v.Set(list)
		}
	}
}
