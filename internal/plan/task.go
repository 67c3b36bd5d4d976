package plan

import (
	"slices"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Todo is what is left to a person in the console for one article.
type Todo struct {
	Address model.Address `json:"address"` // of the message
	Article model.Address `json:"article"`
	Title   string        `json:"title"`
	Tasks   []model.Task  `json:"tasks"`
}

// TaskText words a task for people.
func TaskText(l diag.Lang, t model.Task) string { return diag.Text(l, "task-"+t.Key, t.Value) }

// todos lists what is left to do in the console for messages that readers do not
// have yet.
func (m *maker) todos() {
	for i := range m.Desired {
		d := &m.Desired[i]
		r := m.record(d.Address)
		if r != nil && (settledPublication(r) || m.Library == "draft" && !m.inBox(r)) {
			continue
		}
		c := m.change(d.Address)
		if r == nil && c == nil {
			continue
		}
		for j, a := range d.Articles {
			if open := model.OpenTasks(a.Tasks, done(r, c, d, j)); len(open) > 0 {
				m.plan.Todos = append(m.plan.Todos, Todo{d.Address, a.Address, a.Fields.Title, open})
			}
		}
	}
	if m.Targets != nil {
		m.plan.Todos = slices.DeleteFunc(m.plan.Todos, func(t Todo) bool { return !m.targeted(t.Address) })
	}
}

// change is what is planned for a message beside its publication, or nil.
func (m *maker) change(a model.Address) *Change {
	for i, c := range m.plan.Changes {
		if c.Address == a && c.Action != Publish {
			return &m.plan.Changes[i]
		}
	}
	return nil
}

// done are the tasks that a person did for the article at an index, and that
// sending it does not undo.
func done(r *state.Message, c *Change, d *model.Message, index int) []string {
	if r == nil || !sameList(d, r) || c != nil && slices.Contains(c.Sent(), index) {
		return nil
	}
	return r.Articles[index].Done
}

// openTasks are those of all articles of a message, in their written form.
func (m *maker) openTasks(d *model.Message, r *state.Message, c *Change) []string {
	var open []string
	for i, a := range d.Articles {
		for _, t := range model.OpenTasks(a.Tasks, done(r, c, d, i)) {
			open = append(open, t.String())
		}
	}
	return open
}
