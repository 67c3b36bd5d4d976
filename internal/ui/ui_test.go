package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"mpsync/internal/diag"
)

func console() (c *Console, out, err *bytes.Buffer) {
	out, err = &bytes.Buffer{}, &bytes.Buffer{}
	return &Console{Out: out, Err: err, Lang: diag.English}, out, err
}

func TestFindingsNamePlaceAndRemedy(t *testing.T) {
	d := diag.New(diag.Error, "path-missing", diag.Pos{File: "a.md", Line: 3, Col: 7}, "x.png")
	tests := []struct {
		name string
		lang diag.Lang
		want string
	}{
		{"English", diag.English, "a.md:3:7: error: there is no file x.png [path-missing]\n    → "},
		{"Chinese", diag.Chinese, "a.md:3:7: 错误: 找不到文件 x.png [path-missing]\n    → "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, out, _ := console()
			c.Lang = test.lang
			c.Findings(c.Out, []diag.Diagnostic{d})
			if !strings.HasPrefix(out.String(), test.want) {
				t.Errorf("got %q, want it to begin %q", out, test.want)
			}
		})
	}
}

func TestFindingsWithoutPlaceNameTheirAddress(t *testing.T) {
	c, out, _ := console()
	d := diag.New(diag.Warning, "conflict", diag.Pos{}, "Rain")
	d.Address = "articles/rain"
	c.Findings(c.Out, []diag.Diagnostic{d})
	if want := "articles/rain: warning: "; !strings.HasPrefix(out.String(), want) {
		t.Errorf("got %q, want it to begin %q", out, want)
	}
}

func TestJSONLeavesStdoutToEvents(t *testing.T) {
	c, out, err := console()
	c.JSON, c.Lang = true, diag.Chinese
	c.Say("not-applied")
	c.Hint("a hint")
	c.Findings(c.Err, []diag.Diagnostic{diag.New(diag.Error, "error", diag.Pos{}, "<&>")})
	c.Event("result", map[string]int{"exit_code": 1})
	if err.Len() > 0 {
		t.Errorf("stderr: %q", err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines, want 2: %q", len(lines), lines)
	}
	var event struct {
		V    int
		Type string
		Data struct{ Message string }
	}
	if err := json.Unmarshal([]byte(lines[0]), &event); err != nil {
		t.Fatal(err)
	}
	if event.V != 1 || event.Type != "finding" || event.Data.Message != "<&>" {
		t.Errorf("got %s", lines[0])
	}
}

func TestEventsAreOnlyForJSON(t *testing.T) {
	c, out, _ := console()
	c.Event("result", nil)
	if out.Len() > 0 {
		t.Errorf("got %q", out)
	}
}

func TestProgressIsALineEachElsewhere(t *testing.T) {
	c, _, err := console()
	c.Progress("one")
	c.Progress("two")
	if got, want := err.String(), "one\ntwo\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressOverwritesItselfOnATerminal(t *testing.T) {
	c, out, err := console()
	c.Live, c.Width = true, 80
	c.Progress("one")
	c.Progress("two")
	c.Print("result")
	c.Done()
	if got, want := err.String(), "\r\x1b[Kone\r\x1b[Ktwo\r\x1b[K"; got != want {
		t.Errorf("on a terminal: %q, want %q", got, want)
	}
	if got, want := out.String(), "result\n"; got != want {
		t.Errorf("stdout: %q, want %q", got, want)
	}
}

func TestProgressNeverWraps(t *testing.T) {
	tests := []struct {
		line    string
		columns int
		want    string
	}{
		{"upload cover.png", 40, "upload cover.png"},
		{"upload cover.png", 6, "upload"},
		{"上传封面", 5, "上传"},
		{"上传封面", 4, "上传"},
		{"[1/2] 上传", 8, "[1/2] 上"},
		{"anything", 0, "anything"},
		{"anything", -1, "anything"},
	}
	for _, test := range tests {
		if got := fit(test.line, test.columns); got != test.want {
			t.Errorf("fit(%q, %d) = %q, want %q", test.line, test.columns, got, test.want)
		}
	}
}

func TestPaintOnlyWhereColourIsWanted(t *testing.T) {
	c, _, _ := console()
	if got := c.Paint("add", "x"); got != "x" {
		t.Errorf("without colour: %q", got)
	}
	c.Color = true
	if got, want := c.Paint("add", "x"), "\x1b[32mx\x1b[0m"; got != want {
		t.Errorf("with colour: %q, want %q", got, want)
	}
	if got := c.Paint("add", ""); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestLogSpeaksWhenVerbose(t *testing.T) {
	c, _, err := console()
	c.Log("%v", errors.New("quiet"))
	c.Verbose = true
	c.Log("%v", errors.New("loud"))
	if got, want := err.String(), "loud\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLinesOfManyGoroutinesStayWhole(t *testing.T) {
	c, _, err := console()
	c.Verbose = true
	var g sync.WaitGroup
	for range 8 {
		g.Go(func() {
			for range 50 {
				c.Log("media/uploadimg %d", 1)
				c.Progress("[1/2] a.png")
			}
		})
	}
	g.Wait()
	for line := range strings.Lines(err.String()) {
		if line != "media/uploadimg 1\n" && line != "[1/2] a.png\n" {
			t.Fatalf("got %q", line)
		}
	}
}
