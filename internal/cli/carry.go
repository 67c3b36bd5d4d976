package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"mpsync/internal/diag"
)

// carry shows the changes, asks, writes and records them.
func (x *importer) carry(ctx context.Context, pulls []*pull, o pullOptions) error {
	changed := 0
	for _, p := range pulls {
		x.console.Findings(x.Err, p.notes)
		if len(p.edits) == 0 {
			x.console.Say("pull-nothing", string(p.address))
		}
		for _, e := range p.edits {
			changed++
			x.showEdit(e)
		}
	}
	if changed > 0 && !o.yes {
		if !x.InTerminal || x.console.JSON {
			return usage("needs-yes")
		}
		if !x.confirm(ctx, "pull-ask") {
			return diag.Stop(nil, "pull-kept", diag.Pos{})
		}
	}
	for _, p := range pulls {
		if err := x.writeEdits(p); err != nil {
			return err
		}
	}
	if o.propose {
		return x.end(exitDone, result{Counts: map[string]int{"files": changed}})
	}
	return x.recordPulls(ctx, pulls)
}

// showEdit shows what changes in a file.
func (x *importer) showEdit(e edit) {
	x.console.Event("edit", struct {
		File string `json:"file"`
		Diff string `json:"diff"`
	}{e.path, udiff.Unified(e.path, e.path, string(e.old), string(e.now))})
	for line := range strings.Lines(udiff.Unified(e.path, e.path, string(e.old), string(e.now))) {
		line = strings.TrimRight(line, "\r\n")
		style := map[string]string{"+": "add", "-": "remove", "@": "faint"}[line[:min(1, len(line))]]
		if style != "" {
			line = x.console.Paint(style, line)
		}
		x.console.Print(line)
	}
}

// confirm asks a person; an interrupt is a no.
func (s *session) confirm(ctx context.Context, code string) bool {
	s.console.Ask(s.console.Text(code))
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(s.In).ReadString('\n')
		answer <- line
	}()
	select {
	case line := <-answer:
		return slices.Contains([]string{"y", "yes", "是"}, strings.ToLower(strings.TrimSpace(line)))
	case <-ctx.Done():
		return false
	}
}

// writeEdits writes new pictures, then the files that name them. A file that
// changed since it was read is left alone.
func (x *importer) writeEdits(p *pull) error {
	for _, f := range p.files {
		if err := x.write(f); err != nil {
			return err
		}
	}
	for _, e := range p.edits {
		name := filepath.FromSlash(e.path)
		if now, err := x.root.ReadFile(name); err != nil || !bytes.Equal(now, e.old) {
			return diag.Stop(err, "asset-changed", diag.Pos{File: e.path}, e.path)
		}
		temp := name + ".mpsync-tmp"
		if err := x.root.WriteFile(temp, e.now, 0o644); err != nil {
			return err
		}
		if err := x.root.Rename(temp, name); err != nil {
			return errors.Join(err, x.root.Remove(temp))
		}
		x.console.Say("pulled", e.path)
	}
	return nil
}

// recordPulls records the files as what the account holds.
func (x *importer) recordPulls(ctx context.Context, pulls []*pull) error {
	fresh, err := x.again(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = fresh.site.Close() }()
	code := exitDone
	for _, p := range pulls {
		m := messageAt(fresh.built, p.address)
		if m == nil || len(m.Articles) != len(p.articles) {
			fresh.printFindings()
			x.console.Findings(x.Err, []diag.Diagnostic{diag.New(diag.Error, "pull-unsound", diag.Pos{}, string(p.address))})
			code = exitError
			continue
		}
		if err := fresh.remember(ctx, p.entry(*m, x.state.Messages[p.address])); err != nil {
			return err
		}
		for i, a := range m.Articles {
			if diff := readingDiff(p.observed.Articles[i].Readable, a.Readable); diff != "" {
				x.warn("pull-differs", a.Path, diff)
			}
		}
	}
	if err := x.store.Commit(context.WithoutCancel(ctx), x.state); err != nil {
		return err
	}
	return x.end(code, result{})
}
