package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func (a *server) requests() []loggedRequest {
	a.t.Helper()
	var list []loggedRequest
	if err := json.Unmarshal(a.get("/_emulator/requests").raw, &list); err != nil {
		a.t.Fatal(err)
	}
	return list
}

func TestLogNamesEveryCallAndNoSecret(t *testing.T) {
	a := start(t, Config{})
	a.get("/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=canary")
	a.post("/cgi-bin/draft/get?x=1", `{"media_id":"x"}`)
	raw := string(a.get("/_emulator/requests").raw)
	if strings.Contains(raw, "canary") || strings.Contains(raw, a.token) {
		t.Errorf("a secret in the log: %s", raw)
	}
	list := a.requests()
	last := list[len(list)-1]
	got := []any{last.Method, last.Path, last.Query, last.Errcode}
	if diff := cmp.Diff([]any{"POST", "/cgi-bin/draft/get", "x=1", 40007}, got); diff != "" {
		t.Errorf("last call (-want +got):\n%s", diff)
	}
}

func TestLogForgetsOldCalls(t *testing.T) {
	a := start(t, with("log_rows", "10"))
	for range 1000 {
		a.get("/cgi-bin/draft/count")
	}
	if n := len(a.requests()); n < 10 || n > 20 {
		t.Errorf("%d calls are remembered", n)
	}
}

func TestResetEmptiesTheAccount(t *testing.T) {
	a := start(t, with("title_chars", "10"))
	a.comments(1)
	a.adminPost("settings", map[string]any{"title_chars": 20, "author_chars": "5"})
	a.adminPost("faults", map[string]any{"path": "*", "mode": "hang", "after": 99})
	a.advance(1000)
	a.adminPost("reset", "")
	for _, table := range []string{"message", "article", "file", "blob", "post", "job", "comment", "fault", "request", "token"} {
		n := -1
		err := a.emu.store.query(t.Context(), func(scan func(...any) error) error { return scan(&n) }, "SELECT count(*) FROM "+table)
		if err != nil || n != 0 {
			t.Errorf("%d rows left in %s, %v", n, table, err)
		}
	}
	var set map[string]string
	if err := json.Unmarshal(a.get("/_emulator/settings").raw, &set); err != nil {
		t.Fatal(err)
	}
	if set["title_chars"] != "10" || set["author_chars"] != "0" {
		t.Errorf("title_chars %s, author_chars %s", set["title_chars"], set["author_chars"])
	}
}

func TestSettingsOutliveTheProcess(t *testing.T) {
	dir := t.TempDir()
	a := startBare(t, Config{Dir: dir, Profile: current, Settings: map[string]string{"title_chars": "5"}})
	_ = a.emu.Close()
	b := start(t, Config{Dir: dir})
	checkReply(t, adding("material/add_news")(b), 45106)
	checkReply(t, adding("draft/add", "title", "六个字的标题")(b), 45003)
}

func TestSettingsAreChecked(t *testing.T) {
	a := start(t, Config{})
	for _, body := range []string{
		`{"title_char":1}`, `{"title_chars":"many"}`, `{"title_chars":-1}`, `{"quotas":"maybe"}`, `[]`, `title_chars=1`,
	} {
		if r := a.post("/_emulator/settings", body); r.status != http.StatusBadRequest || !strings.Contains(string(r.raw), "error") {
			t.Errorf("%s: %d %s", body, r.status, r.raw)
		}
	}
	a.adminPost("settings", `{"quotas":true,"title_chars":7}`)
	a.adminPost("settings", `{"title_chars":null}`)
	var set map[string]string
	if err := json.Unmarshal(a.get("/_emulator/settings").raw, &set); err != nil || set["quotas"] != "on" || set["title_chars"] != "64" {
		t.Errorf("settings: %v, %v", set, err)
	}
}

func TestSettingsListIsSound(t *testing.T) {
	all := Settings()
	if !slices.IsSortedFunc(all, func(a, b Setting) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not sorted")
	}
	for _, s := range all {
		for _, v := range []string{s.Default, s.Current} {
			if v == "" && s.Values != text {
				v = s.Default
			}
			if err := checkSetting(s.Name, v); err != nil {
				t.Error(err)
			}
		}
		if s.Doc == "" || s.Chinese == "" || s.Source == "" {
			t.Errorf("%s has no description in both languages or no source", s.Name)
		}
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	for _, c := range []Config{{Profile: "modern"}, with("no_such", "1"), with("title_chars", "x")} {
		c.Dir, c.Now, c.Rand = t.TempDir(), start(t, Config{}).emu.config.Now, start(t, Config{}).emu.config.Rand
		if _, err := Open(t.Context(), c); err == nil {
			t.Errorf("opened with %v", c)
		}
	}
}

func TestClockOnlyMovesForward(t *testing.T) {
	a := start(t, Config{})
	before := a.get("/_emulator/clock").number("now")
	a.advance(100)
	if now := a.get("/_emulator/clock").number("now"); now < before+100 {
		t.Errorf("from %d to %d", before, now)
	}
	for _, body := range []string{`{"advance_s":-1}`, `{"advance_s":"x"}`, `{"advance_s":1e18}`} {
		if r := a.post("/_emulator/clock", body); r.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, r.status, r.raw)
		}
	}
}

func TestUnknownAdminPathIsNotFound(t *testing.T) {
	a := start(t, Config{})
	if r := a.get("/_emulator/nothing"); r.status != http.StatusNotFound {
		t.Errorf("status %d", r.status)
	}
}

func TestConsoleDoesWhatEditorsDo(t *testing.T) {
	a := start(t, Config{})
	get := func(id string) reply { return a.post("/cgi-bin/draft/get", map[string]any{"media_id": id}) }
	titles := func(id string) (list []string) {
		r := get(id)
		for i := range r.at("news_item").([]any) {
			list = append(list, r.at("news_item", i, "title").(string))
		}
		return list
	}

	id := a.draft(2)
	a.adminPost("console", map[string]any{"action": "save", "media_id": id, "index": 1})
	if content := get(id).at("news_item", 1, "content").(string); !strings.Contains(content, `<span leaf="">`) || !strings.HasSuffix(content, editorTail) {
		t.Errorf("saved: %s", content)
	}
	a.adminPost("console", map[string]any{"action": "save", "media_id": id, "index": 0, "title": "改过", "content": "<p>新的</p>"})
	if got := titles(id); !slices.Equal(got, []string{"改过", "第2篇"}) {
		t.Errorf("after an edit: %v", got)
	}
	a.adminPost("console", map[string]any{"action": "reorder", "media_id": id, "order": []int{1, 0}})
	if got := titles(id); !slices.Equal(got, []string{"第2篇", "改过"}) {
		t.Errorf("after reordering: %v", got)
	}
	both := a.adminPost("console", map[string]any{"action": "combine", "media_ids": []string{a.draft(1), id}}).text("media_id")
	if got := titles(both); !slices.Equal(got, []string{"第1篇", "第2篇", "改过"}) || a.draftCount() != 1 {
		t.Errorf("after combining: %v in %d drafts", got, a.draftCount())
	}
	a.adminPost("console", map[string]any{"action": "publish", "media_id": both})
	if n := a.post("/cgi-bin/freepublish/batchget", `{"offset":0,"count":1}`).number("total_count"); n != 1 || a.draftCount() != 0 {
		t.Errorf("%d published, %d drafts", n, a.draftCount())
	}
	gone := a.draft(1)
	a.adminPost("console", map[string]any{"action": "delete", "media_id": gone})
	checkReply(t, get(gone), 40007)
	sent := a.adminPost("console", map[string]any{"action": "broadcast", "media_id": a.draft(1)}).number("msg_data_id")
	a.post("/cgi-bin/comment/open", map[string]any{"msg_data_id": sent}).fine()
}

func TestScheduledDraftLeavesInTime(t *testing.T) {
	a := start(t, Config{})
	id := a.draft(1)
	a.adminPost("console", map[string]any{"action": "schedule", "media_id": id, "at": a.get("/_emulator/clock").number("now") + 60})
	if n := a.draftCount(); n != 1 {
		t.Fatalf("%d drafts before its time", n)
	}
	a.advance(61)
	if n := a.draftCount(); n != 0 {
		t.Errorf("%d drafts after its time", n)
	}
}

func TestConsoleRefusesWhatItCannotDo(t *testing.T) {
	a := start(t, Config{})
	id := a.draft(2)
	for _, body := range []map[string]any{
		{"action": "save", "media_id": "x"},
		{"action": "save", "media_id": id, "index": 2},
		{"action": "fly", "media_id": id},
		{"action": "reorder", "media_id": id, "order": []int{0}},
		{"action": "reorder", "media_id": id, "order": []int{0, 0}},
		{"action": "combine", "media_ids": []string{id}},
		{"action": "combine", "media_ids": []string{id, "x"}},
	} {
		if r := a.post("/_emulator/console", body); r.status != http.StatusBadRequest {
			t.Errorf("%v: %d %s", body, r.status, r.raw)
		}
	}
	if n := a.draftCount(); n != 1 {
		t.Errorf("%d drafts left", n)
	}
}
