package model

import (
	"slices"
	"strings"
)

// Task is something that only a person in the web console can do for an article,
// because the API offers no call for it.
type Task struct {
	Key   string `json:"key"`             // one of TaskKeys
	Value string `json:"value,omitempty"` // "" for what is only done or not
}

// TaskKeys are the tasks that there are, in the order in which the console asks
// for them; a note is free text.
var TaskKeys = []string{"original", "source", "ai", "reward", "paid", "album", "vote", "schedule", "note"}

// String is "original", or "album=茶".
func (t Task) String() string {
	if t.Value == "" {
		return t.Key
	}
	return t.Key + "=" + t.Value
}

// ParseTask reads what String wrote.
func ParseTask(s string) Task {
	key, value, _ := strings.Cut(s, "=")
	return Task{key, value}
}

// OpenTasks are those of an article that are not among done.
func OpenTasks(tasks []Task, done []string) []Task {
	return slices.DeleteFunc(slices.Clone(tasks), func(t Task) bool { return slices.Contains(done, t.String()) })
}
