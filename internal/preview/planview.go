package preview

import (
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
)

// planView is what the plan says of one article, and what an apply would cost.
type planView struct {
	Sign, Kind, Word string
	// Parts name what changes; Details are sentences about it.
	Parts   []string
	Details []string
	Diff    []diffLine
	// State says how the article was compared: "new", "none" when there is no
	// record, "unseen" when the account was not looked at, "seen", "gone" or
	// "failed".
	State    string
	Seen     string // when it was looked at
	Error    string
	CanLook  bool
	Near     bool
	Calls    []plan.Call
	Uploads  []string
	Changes  int // of the whole site
	Refusals []string
}

// diffLine is a line of what readers read: "+", "-", " " or "@" between parts.
type diffLine struct{ Sign, Text string }

// mediaID is the message of the account that an article belongs to, "" when
// there is none.
func (e *edition) mediaID(path string) string {
	address := e.address(path)
	for _, m := range []model.Address{e.home[address], address} {
		if r := e.state.Messages[m]; r != nil {
			return r.MediaID
		}
	}
	return ""
}

// total is what a plan comes to, whatever article is shown.
func total(p plan.Plan, l diag.Lang) planView {
	out := planView{Calls: p.Calls}
	for _, c := range p.Changes {
		switch c.Action {
		case plan.None, plan.Blocked, plan.Deferred:
		default:
			out.Changes++
		}
	}
	for _, n := range p.Refusals {
		d := n.Diagnostic(diag.Error)
		out.Refusals = append(out.Refusals, d.Message(l))
	}
	for _, u := range p.Uploads {
		out.Uploads = append(out.Uploads, u.Asset.Path)
	}
	return out
}

// plan fills in what the plan says of an article.
func (s *Server) plan(e *edition, p plan.Plan, x *sheet, v *view) {
	message := e.home[x.article.Address]
	out := v.Plan
	out.CanLook, out.Near = s.Account.Look != nil, s.Account.Near
	var action plan.Action
	for _, c := range p.Changes {
		if c.Address == message && c.Action != plan.None {
			action = c.Action
			out.describe(c, x, v.Lang)
		}
	}
	for _, n := range p.Notes {
		if n.Address == message {
			d := n.Diagnostic(diag.Note)
			out.Details = append(out.Details, d.Message(v.Lang), d.Hint(v.Lang))
			if out.Diff == nil {
				out.Diff = diffLines(n.Diff)
			}
		}
	}
	out.Sign, out.Kind, out.Word = sign(action, v.Skipped, v.Lang)
	s.sighted(e, &out, v.Here)
	v.Plan = out
}

// describe words a change of a message, as far as it is about one article.
func (p *planView) describe(c plan.Change, x *sheet, l diag.Lang) {
	if c.Reason != nil {
		d := c.Reason.Diagnostic(diag.Note)
		p.Details = append(p.Details, d.Message(l), d.Hint(l))
	}
	if c.From != "" && c.From != c.Address {
		p.Details = append(p.Details, diag.Text(l, "moved-from", string(c.From)))
	}
	if c.Action == plan.Replace {
		p.Details = append(p.Details, diag.Text(l, "replace-cost"))
	}
	for _, a := range c.Articles {
		if a.Address != x.article.Address {
			continue
		}
		for _, part := range a.Parts {
			p.Parts = append(p.Parts, diag.Text(l, "part-"+part))
		}
		if a.Was != "" {
			p.Details = append(p.Details, diag.Text(l, "old-title", a.Was))
		}
		p.Diff = diffLines(a.Diff)
	}
}

// sighted says what the comparison rests on.
func (s *Server) sighted(e *edition, p *planView, path string) {
	id := e.mediaID(path)
	if id == "" {
		p.State, p.CanLook = "new", false
		return
	}
	x, ok := s.planner.sightOf(id)
	switch {
	case !ok:
		p.State = "unseen"
		return
	case x.err != nil:
		p.State, p.Error = "failed", x.err.Error()
	case x.gone:
		p.State = "gone"
	default:
		p.State = "seen"
	}
	p.Seen = x.at.Format("15:04:05")
}

// diffLines takes a unified diff apart.
func diffLines(diff string) []diffLine {
	var lines []diffLine
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		sign := line[:1]
		switch {
		case sign == "@" && lines == nil, sign == "\\":
			continue
		case sign == "@":
			line = " "
		}
		lines = append(lines, diffLine{sign, line[1:]})
	}
	return lines
}
