package state

import (
	"reflect"
	"testing"
	"time"

	"mpsync/internal/model"
)

func TestApplyingAnEntryTwiceIsTheSameAsOnce(t *testing.T) {
	once, twice := New("l"), New("l")
	for _, e := range sample() {
		once.Apply(e)
		twice.Apply(e)
		twice.Apply(e)
		wantState(t, once, twice)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	s := applied("l", sample()...)
	s.Messages["full"] = message("m9")
	c := s.Clone()
	wantState(t, s, c)
	filled(t, "Message", reflect.ValueOf(*message("m9")))
	seen := map[uintptr]string{}
	pointers(reflect.ValueOf(s), "state", func(p uintptr, path string) { seen[p] = path })
	if len(seen) < 15 {
		t.Fatalf("the state to clone has %d references only", len(seen))
	}
	pointers(reflect.ValueOf(c), "clone", func(p uintptr, path string) {
		if was, shared := seen[p]; shared {
			t.Errorf("%s is %s", path, was)
		}
	})
}

// pointers visits everything in v that a copy could share.
func pointers(v reflect.Value, path string, visit func(uintptr, string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type().String() != "*time.Location" {
			visit(v.Pointer(), path)
			pointers(v.Elem(), path, visit)
		}
	case reflect.Map:
		if !v.IsNil() {
			visit(v.Pointer(), path)
		}
		for _, k := range v.MapKeys() {
			pointers(v.MapIndex(k), path+"."+k.String(), visit)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			visit(v.Pointer(), path)
		}
		for i := range v.Len() {
			pointers(v.Index(i), path+"[]", visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			pointers(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	default: // is copied by value
	}
}

// filled demands a value in every field, so that a new one joins the sample.
func filled(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	if _, isTime := reflect.TypeAssert[time.Time](v); !isTime {
		filledParts(t, path, v)
	}
	if v.IsZero() {
		t.Errorf("the sample leaves %s empty", path)
	}
}

func filledParts(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		filled(t, path, v.Elem())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			break // a value that is not to be looked into
		}
		for i := range v.NumField() {
			filled(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			filled(t, path+"[]", v.Index(i))
		}
	default: // holds nothing further
	}
}

func TestLoadedMapsHoldNoNils(t *testing.T) {
	s, err := decode("s", []byte(`{"format":1,"lineage":"l","serial":3,"messages":{"a":null},"intents":{"i":null}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := New("l")
	want.Serial = 3
	wantState(t, want, s)
	s.Apply(Entry{Messages: map[model.Address]*Message{"a": nil}, Open: &Intent{ID: "i"}, Close: "i"})
	wantState(t, want, s)
}
