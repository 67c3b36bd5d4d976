package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

// try posts without failing the test when the connection breaks.
func (a *server) try(ctx context.Context, path, body string) (string, int, error) {
	a.t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url(path), strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return string(b), res.StatusCode, err
}

func (a *server) draftCount() int64 {
	a.t.Helper()
	return a.get("/cgi-bin/draft/count").number("total_count")
}

func (a *server) draftBody() string {
	a.t.Helper()
	b, err := json.Marshal(messageOf(a.article("title", "t", "author", "", "digest", "d", "content", "c")))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(b)
}

func TestFaultsBreakCallsAsOrdered(t *testing.T) {
	for _, tt := range []struct {
		mode   string
		order  map[string]any
		broken bool   // the client gets no whole reply
		status int    // of a whole reply
		want   string // in a whole reply
		drafts int64  // there afterwards
	}{
		{mode: "errcode", order: map[string]any{"errcode": 45009}, status: 200, want: `"errcode":45009`},
		{mode: "errcode", order: map[string]any{"errcode": -1}, status: 200, want: `system error`},
		{mode: "drop_request", broken: true},
		{mode: "drop_reply", broken: true, drafts: 1},
		{mode: "truncated_body", broken: true, drafts: 1},
		{mode: "delay", order: map[string]any{"delay_ms": 10}, status: 200, want: `"media_id"`, drafts: 1},
		{mode: "slow_body", order: map[string]any{"delay_ms": 10}, status: 200, want: `"media_id"`, drafts: 1},
		{mode: "status", status: 502, want: "502"},
		{mode: "status", order: map[string]any{"errcode": 503}, status: 503, want: "503"},
		{mode: "control_character", status: 200, want: "\n\x01", drafts: 1},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			a := start(t, Config{})
			body := a.draftBody()
			order := map[string]any{"path": "/cgi-bin/draft/add", "mode": tt.mode}
			maps.Copy(order, tt.order)
			a.adminPost("faults", order)
			got, status, err := a.try(t.Context(), "/cgi-bin/draft/add", body)
			if broken := err != nil; broken != tt.broken {
				t.Errorf("broken %v: %q, %v", broken, got, err)
			}
			if !tt.broken && (status != tt.status || !strings.Contains(got, tt.want)) {
				t.Errorf("got %d %q", status, got)
			}
			if n := a.draftCount(); n != tt.drafts {
				t.Errorf("%d drafts afterwards, want %d", n, tt.drafts)
			}
			if _, _, err := a.try(t.Context(), "/cgi-bin/draft/add", body); err != nil {
				t.Errorf("the call after it: %v", err)
			}
		})
	}
}

func TestHangEndsWithTheClient(t *testing.T) {
	a := start(t, Config{})
	body := a.draftBody()
	a.adminPost("faults", map[string]any{"path": "*", "mode": "hang"})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := a.try(ctx, "/cgi-bin/draft/add", body); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if n := a.draftCount(); n != 0 {
		t.Errorf("%d drafts afterwards", n)
	}
}

func TestFaultsCountTheirCalls(t *testing.T) {
	a := start(t, Config{})
	codes := func(n int) (got []int) {
		for range n {
			got = append(got, a.post("/cgi-bin/draft/get", `{"media_id":"x"}`).code())
		}
		return got
	}
	for _, tt := range []struct {
		name   string
		orders any
		want   []int
	}{
		{"once", map[string]any{"errcode": 1}, []int{1, 40007}},
		{"after two, twice", map[string]any{"errcode": 2, "after": 2, "times": 2}, []int{40007, 40007, 2, 2, 40007}},
		{"for ever", map[string]any{"errcode": 3, "times": 0}, []int{3, 3, 3, 3}},
		{"one after the other", []any{map[string]any{"errcode": 4}, map[string]any{"errcode": 5, "after": 1}}, []int{4, 5, 40007}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a.t = t
			list, isList := tt.orders.([]any)
			if !isList {
				list = []any{tt.orders}
			}
			for _, o := range list {
				o.(map[string]any)["path"] = "/cgi-bin/draft/get"
				o.(map[string]any)["mode"] = "errcode"
			}
			a.adminPost("faults", list)
			got := codes(len(tt.want))
			for i := range got {
				if got[i] != tt.want[i] {
					t.Fatalf("codes %v, want %v", got, tt.want)
				}
			}
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodDelete, a.base+"/_emulator/faults", nil)
			a.do(req)
		})
	}
}

func TestFaultsSpareOtherPaths(t *testing.T) {
	a := start(t, Config{})
	a.adminPost("faults", map[string]any{"path": "/cgi-bin/draft/get", "mode": "errcode", "errcode": 45009})
	if n := a.draftCount(); n != 0 {
		t.Errorf("%d drafts", n)
	}
	var left []map[string]any
	if err := json.Unmarshal(a.get("/_emulator/faults").raw, &left); err != nil || len(left) != 1 {
		t.Errorf("faults left: %v, %v", left, err)
	}
}

func TestFaultsAreChecked(t *testing.T) {
	a := start(t, Config{})
	for _, body := range []string{
		`{"path":"/cgi-bin/draft","mode":"hang"}`, `{"path":"*","mode":"sleep"}`, `{"path":"*","mode":"errcode"}`,
		`{"path":"*","mode":"hang","after":-1}`, `{"path":"*","mode":"delay","delay_ms":-1}`, `[{"path":1}]`, `1`, ``,
	} {
		if r := a.post("/_emulator/faults", body); r.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, r.status, r.raw)
		}
	}
}

func TestIllDatabaseAnswersLikeAnIllService(t *testing.T) {
	a := start(t, Config{})
	if err := a.emu.store.write(t.Context(), func(x tx) error { return x.exec("DROP TABLE message") }); err != nil {
		t.Fatal(err)
	}
	r := a.get("/cgi-bin/draft/count")
	checkReply(t, r, -1)
	if r.header.Get("X-Emulator-Error") == "" {
		t.Error("nothing tells why")
	}
}

func TestListsLagBehindCreates(t *testing.T) {
	a := start(t, with("list_lag_reads", "2"))
	a.draft(1)
	for i, want := range []int64{0, 0, 1} {
		if r := a.post("/cgi-bin/draft/batchget", `{"offset":0,"count":20}`); r.number("total_count") != want {
			t.Errorf("read %d: %s", i+1, r.raw)
		}
	}
	a.cover()
	for i, want := range []int64{0, 0, 1} {
		if r := a.post("/cgi-bin/material/batchget_material", `{"type":"image","offset":0,"count":20}`); r.number("total_count") != want && i > 0 {
			t.Errorf("read %d of images: %s", i+1, r.raw)
		}
	}
}
