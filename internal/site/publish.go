package site

import (
	"slices"
	"strings"
	"time"

	"mpsync/internal/model"
)

// publish reads whether an article is to be published. Only mpsync.yaml can
// allow that, so that no article copied from elsewhere publishes itself.
func (r metaReader) publish() bool {
	f, ok := r.find("publish")
	if !ok || !r.truth("publish", false) {
		return false
	}
	if !r.Config.Publish {
		r.s.warn(f.place, "publish-not-enabled")
	}
	return r.Config.Publish
}

func (r metaReader) publishedURL() string {
	u := r.text("published_url")
	if f, ok := r.find("published_url"); ok && u != "" && !isWeb(u) {
		r.s.error(f.value.place, "published-url-not-web", u)
		return ""
	}
	return u
}

// scheduleForm is how a time of sending is written.
const scheduleForm = "2006-01-02 15:04"

// tasks reads what `console:` leaves to a person, in the order of
// [model.TaskKeys].
func (r metaReader) tasks() []model.Task {
	f, ok := r.find("console")
	if !ok {
		return nil
	}
	if f.value.kind != table {
		r.s.error(f.value.place, "value-not-table", f.key)
		return nil
	}
	var tasks []model.Task
	for _, t := range f.value.fields {
		if !slices.Contains(model.TaskKeys, t.key) {
			unknownKey(&r.s.findings, t, "console.", model.TaskKeys)
			continue
		}
		if task, wanted := r.task(t); wanted {
			tasks = append(tasks, task)
		}
	}
	slices.SortFunc(tasks, func(a, b model.Task) int {
		return slices.Index(model.TaskKeys, a.Key) - slices.Index(model.TaskKeys, b.Key)
	})
	return tasks
}

// task reads one entry of `console:`; false and nothing mean that there is none.
func (r metaReader) task(f field) (t model.Task, wanted bool) {
	t.Key = f.key
	if f.value.kind == null {
		return t, false
	}
	if !f.value.scalar() {
		r.s.error(f.value.place, "value-not-text", "console."+f.key)
		return t, false
	}
	text := oneLine(f.value.text)
	if yes, isBool := f.value.truth(); isBool {
		return t, yes
	}
	t.Value = strings.Join(strings.Fields(text), " ")
	if f.key == "schedule" {
		if _, err := time.Parse(scheduleForm, t.Value); err != nil {
			r.s.error(f.value.place, "console-schedule", text)
			return t, false
		}
	}
	return t, t.Value != ""
}
