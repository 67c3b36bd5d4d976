package main

import (
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/go-cmp/cmp"
)

func TestEveryModuleOfTheBinaryIsAComponentOnce(t *testing.T) {
	listed, err := output(t.Context(), "go", "list", "-deps", "-json=Module", "mpsync")
	if err != nil {
		t.Fatal(err)
	}
	components, err := componentsOf(listed)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, c := range components {
		times[c.Name]++
		if c.Type != cdx.ComponentTypeLibrary || c.Version == "" || c.PackageURL != "pkg:golang/"+c.Name+"@"+c.Version {
			t.Errorf("component %+v", c)
		}
	}
	got := map[string]int{}
	for _, name := range []string{"mpsync", "", "github.com/yuin/goldmark", "github.com/goccy/go-yaml", "github.com/fsnotify/fsnotify"} {
		got[name] = times[name]
	}
	want := map[string]int{"mpsync": 0, "": 0, "github.com/yuin/goldmark": 1, "github.com/goccy/go-yaml": 1, "github.com/fsnotify/fsnotify": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("components by name (-want +got):\n%s", diff)
	}
}
