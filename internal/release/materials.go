package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// module is what `go list` tells of one.
type module struct {
	Path    string
	Version string
	Main    bool
}

// materials writes the bill of materials: every module that the binary is built
// of, in the form of CycloneDX.
func (r *release) materials(ctx context.Context) error {
	listed, err := output(ctx, "go", "list", "-deps", "-json=Module", ".")
	if err != nil {
		return err
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{
		Timestamp: r.date.Format(time.RFC3339),
		Component: &cdx.Component{Type: cdx.ComponentTypeApplication, Name: "mpsync", Version: r.version, BOMRef: "mpsync"},
	}
	components, err := componentsOf(listed)
	if err != nil {
		return err
	}
	bom.Components = &components
	f, err := os.Create(filepath.Join(r.out, "mpsync_"+r.version+".cdx.json"))
	if err != nil {
		return err
	}
	return errors.Join(cdx.NewBOMEncoder(f, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom), f.Close())
}

// componentsOf makes components of the modules of packages in a stream of JSON,
// each once. Packages of Go itself have none.
func componentsOf(listed string) ([]cdx.Component, error) {
	seen := map[string]bool{}
	var components []cdx.Component
	for d := json.NewDecoder(strings.NewReader(listed)); ; {
		var p struct{ Module module }
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return components, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the list of modules: %w", err)
		}
		m := p.Module
		purl := "pkg:golang/" + m.Path + "@" + m.Version
		if m.Path == "" || m.Main || seen[purl] {
			continue
		}
		seen[purl] = true
		components = append(components, cdx.Component{
			Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, PackageURL: purl, BOMRef: purl,
		})
	}
}
