package markdown

import (
	"regexp"
	"strings"
)

// chunk is a piece of Markdown that stands apart: a paragraph, a heading, a list
// without blank lines, a block of code.
type chunk struct {
	text string // without the line end behind it
	gap  string // that line end and the blank lines that follow
}

var (
	fenceLine  = regexp.MustCompile("^[ \t]*(?:[-*+>][ \t]+|\\d+[.)][ \t]+)*(`{3,}|~{3,})")
	boxLine    = regexp.MustCompile(`^[ \t]*(:{3,})[ \t]*(\S?)`)
	headLine   = regexp.MustCompile(`^ {0,3}#{1,6}(?:[ \t]|$)`)
	bulletLine = regexp.MustCompile(`^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)`)
	breakLine  = regexp.MustCompile(`^ {0,3}(?:[-*+]|1[.)])[ \t]+\S`)
	noteLine   = regexp.MustCompile(`^ {0,3}\[\^([^\]\s]+)\]:`)
	rawLine    = regexp.MustCompile(`(?i)^ {0,3}<(pre|script|style|textarea|!--)`)
	mathLine   = regexp.MustCompile(`^ {0,3}\$\$`)
	defineLine = regexp.MustCompile(`^ {0,3}\[[^\]^][^\]]*\]:[ \t]*\S`)
)

// isNote says whether a chunk begins the text of a footnote.
func isNote(s string) bool { return noteLine.MatchString(s) || noteStart.MatchString(s) }

// splitter cuts Markdown into chunks.
type splitter struct {
	chunks []chunk
	lines  []string // of the open chunk
	until  string   // what ends the fence, the box or the raw HTML that is open
	depth  int      // open boxes
	kind   byte     // of what is open: '`', ':', '<', '$' or 0
	code   string   // the fence that is open in a box
}

// split cuts a body into what stands before its first chunk, and chunks.
func split(body string) (lead string, chunks []chunk) {
	s := &splitter{}
	for line := range strings.Lines(body) {
		bare := strings.TrimSuffix(line, "\n")
		if strings.TrimSpace(bare) == "" && s.kind == 0 {
			s.flush()
			if len(s.chunks) == 0 {
				lead += line
			} else {
				s.chunks[len(s.chunks)-1].gap += line
			}
			continue
		}
		s.line(bare)
	}
	s.flush()
	return lead, join(s.chunks)
}

// line adds a line that is not blank, or stands where blanks do not matter.
func (s *splitter) line(line string) {
	if s.kind != 0 {
		s.lines = append(s.lines, line)
		s.ends(line)
		return
	}
	switch {
	case headLine.MatchString(line):
		s.flush()
		s.lines = append(s.lines, line)
		s.flush()
		return
	case len(s.lines) == 0:
	case isNote(line):
		s.flush()
	case fenceLine.MatchString(line) && !strings.HasPrefix(line, " "), boxLine.MatchString(line), mathLine.MatchString(line) && !strings.HasPrefix(line, " "):
		if !bulletLine.MatchString(s.lines[0]) && !strings.HasPrefix(s.lines[0], ">") {
			s.flush()
		}
	case breakLine.MatchString(line) && !s.list(), strings.HasPrefix(line, ">") && !strings.HasPrefix(s.lines[0], ">") && !s.list():
		s.flush()
	}
	s.lines = append(s.lines, line)
	s.begins(line)
}

// list says whether the open chunk is a list, or something that a list may stand
// in.
func (s *splitter) list() bool {
	first := s.lines[0]
	return bulletLine.MatchString(first) || strings.HasPrefix(first, ">") || isNote(first) || strings.HasPrefix(first, "<")
}

// begins notes what a line opens that only a certain line ends.
func (s *splitter) begins(line string) {
	switch {
	case fenceLine.MatchString(line) && !strings.HasPrefix(line, ">"):
		s.kind, s.until = '`', fenceLine.FindStringSubmatch(line)[1]
	case boxLine.MatchString(line) && boxLine.FindStringSubmatch(line)[2] != "":
		s.kind, s.depth = ':', 1
	case mathLine.MatchString(line) && strings.Count(line, "$$") == 1:
		s.kind = '$'
	case rawLine.MatchString(line):
		name := strings.ToLower(rawLine.FindStringSubmatch(line)[1])
		s.kind, s.until = '<', "</"+name
		if name == "!--" {
			s.until = "-->"
		}
		if strings.Contains(strings.ToLower(line), s.until) {
			s.kind = 0
			if len(s.lines) == 1 {
				s.flush()
			}
		}
	}
}

// ends closes what is open where a line ends it.
func (s *splitter) ends(line string) {
	bare := strings.TrimSpace(line)
	switch s.kind {
	case '`':
		if strings.HasPrefix(bare, s.until) && strings.Trim(bare, s.until[:1]) == "" {
			s.close()
		}
	case '<':
		if strings.Contains(strings.ToLower(bare), s.until) {
			s.close()
		}
	case '$':
		if strings.Contains(bare, "$$") {
			s.close()
		}
	case ':':
		m := boxLine.FindStringSubmatch(line)
		switch {
		case s.code != "":
			if strings.HasPrefix(bare, s.code) {
				s.code = ""
			}
		case fenceLine.MatchString(line):
			s.code = fenceLine.FindStringSubmatch(line)[1]
		case m == nil:
		case m[2] != "":
			s.depth++
		default:
			s.depth--
		}
		if s.depth == 0 {
			s.close()
		}
	}
}

// close ends what is open; a list goes on behind code in it.
func (s *splitter) close() {
	s.kind = 0
	if !bulletLine.MatchString(s.lines[0]) {
		s.flush()
	}
}

func (s *splitter) flush() {
	if len(s.lines) > 0 {
		s.chunks = append(s.chunks, chunk{strings.Join(s.lines, "\n"), "\n"})
	}
	s.lines = nil
}

// join puts indented chunks back to the list item or note that they belong to.
func join(chunks []chunk) []chunk {
	var out []chunk
	for _, c := range chunks {
		last := len(out) - 1
		indented := strings.HasPrefix(c.text, "  ") || strings.HasPrefix(c.text, "\t")
		if last >= 0 && indented && (bulletLine.MatchString(out[last].text) || isNote(out[last].text)) {
			out[last].text += out[last].gap + c.text
			out[last].gap = c.gap
			continue
		}
		out = append(out, c)
	}
	return out
}
