package preview

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"mpsync/internal/diag"
	"mpsync/internal/markdown"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/site"
)

// pending is the plan that was shown last and waits for a person's yes.
type pending struct {
	mu   sync.Mutex
	id   string
	plan plan.Plan
}

// doLook reads the message of an article from the account, because the writer
// asked for it.
func (s *Server) doLook(w http.ResponseWriter, r *http.Request) {
	at := r.PostFormValue("at")
	e, release := s.hold()
	defer release()
	id := e.mediaID(at)
	if s.Account.Look == nil || id == "" {
		http.NotFound(w, r)
		return
	}
	s.look(r.Context(), e, id)
	s.hub.tell(e.number)
	w.WriteHeader(http.StatusNoContent)
}

// doTheme writes the theme that the writer chose into the site or into one
// article, and leaves every other byte as it is.
func (s *Server) doTheme(w http.ResponseWriter, r *http.Request) {
	if err := s.writeTheme(r.PostFormValue("at"), r.PostFormValue("theme"), r.PostFormValue("for") == "site"); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) writeTheme(at, name string, whole bool) error {
	e, release := s.hold()
	defer release()
	switch {
	case !slices.Contains(e.themes, name):
		return fmt.Errorf("theme %q: %w", name, errNotThere)
	case whole:
		return rewrite(e.site, site.ConfigFile, func(old string) (string, error) { return configWith(old, name) })
	case at == "" || e.at(at) != at:
		return errNotThere
	}
	return rewrite(e.site, at, func(old string) (string, error) {
		front, body := markdown.Split(old)
		front, err := markdown.SetFields(front, []markdown.Field{{Key: "theme", Value: rooted(name)}})
		return front + body, err
	})
}

// rooted writes a theme so that it is found from any folder.
func rooted(name string) string {
	if strings.HasSuffix(name, ".css") {
		return "/" + name
	}
	return name
}

// configWith sets the theme in the text of mpsync.yaml, which is edited as if it
// stood between the fences of front matter.
func configWith(old, name string) (string, error) {
	const fence = "---\n"
	end := ""
	if !strings.HasSuffix(old, "\n") {
		end = "\n"
	}
	now, err := markdown.SetFields(fence+old+end+fence, []markdown.Field{{Key: "theme", Value: name}})
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(strings.TrimPrefix(now, fence), fence), nil
}

// rewrite replaces a file of the site in one step.
func rewrite(in *site.Site, file string, edit func(string) (string, error)) error {
	old, err := in.ReadFile(file)
	if err != nil {
		return err
	}
	now, err := edit(string(old))
	if err != nil || now == string(old) {
		return err
	}
	return in.Replace(file, []byte(now))
}

// doPlan looks at the whole built-in account and shows what an apply would do.
func (s *Server) doPlan(w http.ResponseWriter, r *http.Request) {
	if s.Account.Plan == nil {
		http.NotFound(w, r)
		return
	}
	p, err := s.Account.Plan(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	l := s.choiceOf(r).Lang
	id := model.Sum(fmt.Sprint(p.Serial), strings.Join(p.Beyond(plan.Plan{}), "\n"))
	s.waiting.mu.Lock()
	s.waiting.id, s.waiting.plan = id, p
	s.waiting.mu.Unlock()
	var text strings.Builder
	if err := p.Write(&text, s.Account.Name(l), l, func(_ plan.Style, t string) string { return t }); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	s.print(w, l, "plan.html", struct {
		ID, Text, Token string
		Pending         bool
	}{id, text.String(), s.token, p.Pending() && len(p.Refusals) == 0})
}

// doApply carries out the plan that was shown, if it still is the one.
func (s *Server) doApply(w http.ResponseWriter, r *http.Request) {
	if s.Account.Apply == nil {
		http.NotFound(w, r)
		return
	}
	s.waiting.mu.Lock()
	defer s.waiting.mu.Unlock()
	if s.waiting.id == "" || r.PostFormValue("plan") != s.waiting.id {
		http.Error(w, diag.Text(s.choiceOf(r).Lang, "watch-plan-old"), http.StatusConflict)
		return
	}
	s.waiting.id = ""
	// A page that is closed does not stop half way what it began.
	said, ok := s.Account.Apply(context.WithoutCancel(r.Context()), s.waiting.plan)
	s.print(w, s.choiceOf(r).Lang, "applied.html", struct {
		Text string
		OK   bool
	}{said, ok})
}
