package site

import (
	"errors"
	"io/fs"
	"slices"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Material is a permanent material that materials.yaml declares.
type Material struct {
	Name string
	// Type is "image", "voice", "video" or "thumb"; "" leaves it to the file.
	Type string
	Path string // from the site root, slash-separated
	// Title and Introduction are those of a video.
	Title, Introduction string
	// Pos is the entry, PathPos the name of its file.
	Pos, PathPos diag.Pos
}

var materialTypes = []string{"image", "voice", "video", "thumb"}

// readMaterials reads materials.yaml, which a site need not have. An entry that
// is not sound is left out and its record is kept; so is every record when the
// file cannot be read.
func (l *loader) readMaterials() {
	f := findings{file: model.MaterialsFile}
	defer func() {
		for i := range f.list {
			f.list[i].Address = model.MaterialsFile
		}
		l.found = append(l.found, f.list...)
	}()
	if _, err := l.root.Stat(model.MaterialsFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	data, ok := l.readText(&f)
	var n *node
	if ok {
		n = parseYAML(data, 1, yamlFile, &f)
	}
	if n == nil {
		l.Skipped[model.MaterialsFile] = SkippedError
		return
	}
	for _, e := range n.fields {
		before := len(f.list)
		m := l.readMaterial(&f, e)
		if diag.HasErrors(f.list[before:]) {
			l.Skipped[model.DeclaredAddress(e.key)] = SkippedError
			continue
		}
		l.Materials = append(l.Materials, m)
	}
}

// readMaterial reads one entry: a file name alone, or a table.
func (l *loader) readMaterial(f *findings, e field) Material {
	m := Material{Name: e.key, Pos: f.at(e.place)}
	if !accountName.MatchString(e.key) {
		f.error(e.place, "material-name", e.key)
	}
	file := e
	if e.value.kind == table {
		file = field{place: e.place}
		for _, k := range e.value.fields {
			switch k.key {
			case "file":
				file = k
			case "type":
				m.Type = k.value.text
				if !slices.Contains(materialTypes, m.Type) {
					f.error(k.value.place, "material-type-unknown")
				}
			case "title":
				m.Title = oneLine(k.value.text)
			case "introduction":
				m.Introduction = k.value.text
			default:
				unknownKey(f, k, e.key+".", []string{"file", "type", "title", "introduction"})
			}
		}
	}
	if file.value == nil || !file.value.scalar() {
		f.error(file.place, "material-no-file", e.key)
		return m
	}
	m.PathPos = f.at(file.value.place)
	t := l.Resolve(model.MaterialsFile, file.value.text)
	if t.Reason != Found {
		f.error(file.value.place, t.Code(), file.value.text)
	}
	m.Path = t.Path
	return m
}
