package site

import "mpsync/internal/diag"

// place is where something stands in a file; both count from 1.
type place struct{ line, col int }

// start is the place of what concerns a whole file.
var start = place{1, 1}

// findings gathers what is wrong with one file.
type findings struct {
	file string
	list []diag.Diagnostic
}

func (f *findings) at(p place) diag.Pos { return diag.Pos{File: f.file, Line: p.line, Col: p.col} }

func (f *findings) error(p place, code string, args ...any) {
	f.list = append(f.list, diag.New(diag.Error, code, f.at(p), args...))
}

func (f *findings) warn(p place, code string, args ...any) {
	f.list = append(f.list, diag.New(diag.Warning, code, f.at(p), args...))
}

func (f *findings) note(p place, code string, args ...any) {
	f.list = append(f.list, diag.New(diag.Note, code, f.at(p), args...))
}

func (f *findings) failed() bool { return diag.HasErrors(f.list) }
