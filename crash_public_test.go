package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// publicMatrix are the commands whose calls readers see, none of which may have
// its effect twice.
var publicMatrix = []struct {
	name, profile string
	prepare       func(s *station)
	command       string
	// again is what a person runs afterwards, where it is not the same command (which
	// follows if nothing came of the first), and so what that says when there is
	// nothing left to do.
	again, so string
}{
	{name: "publish", profile: "current", prepare: (*station).wantPublished, command: "apply --yes --settle 0 --wait 1s"},
	{name: "publish by name", profile: "current", prepare: (*station).drafts, command: "publish articles/tea --yes --settle 0", so: "is public already"},
	{name: "publish anew", profile: "current", prepare: (*station).changedSince, command: "publish articles/tea --republish --yes --settle 0", again: "publish articles/tea --yes --settle 0"},
	{name: "unpublish", profile: "current", prepare: (*station).sent, command: "unpublish articles/tea --yes", so: "was not published or broadcast"},
	{name: "unpublish a broadcast", profile: "current", prepare: (*station).broadcastTea, command: "unpublish articles/tea --yes", so: "was not published or broadcast"},
	{name: "broadcast a draft", profile: "current", prepare: (*station).drafts, command: "broadcast articles/tea --all --yes", so: "was broadcast to the same audience"},
	{name: "broadcast to some", profile: "current", prepare: (*station).drafts, command: "broadcast articles/tea --to a,b --yes", so: "was broadcast to the same audience"},
	{name: "broadcast a material", profile: "legacy", prepare: (*station).drafts, command: "broadcast articles/tea --tag 2 --yes", so: "was broadcast to the same audience"},
	{name: "broadcast a temporary message", profile: "legacy", prepare: (*station).drafts, command: "broadcast articles/tea --all --temporary --yes", so: "was broadcast to the same audience"},
	{name: "comments by file", profile: "current", prepare: (*station).answered, command: "apply --yes --settle 0"},
	{name: "feature", profile: "current", prepare: (*station).commented, command: "comments feature articles/tea 1 2"},
	{name: "unfeature", profile: "current", prepare: (*station).commented, command: "comments unfeature articles/tea 5"},
	{name: "reply", profile: "current", prepare: (*station).commented, command: "comments reply articles/tea 1 Thanks"},
	{name: "reply anew", profile: "current", prepare: (*station).commented, command: "comments reply articles/tea 6 Thanks"},
	{name: "unreply", profile: "current", prepare: (*station).commented, command: "comments unreply articles/tea 6 7"},
	{name: "delete", profile: "current", prepare: (*station).commented, command: "comments delete articles/tea 3 --yes", so: "there is no comment 3"},
	{name: "close", profile: "current", prepare: (*station).unwelcome, command: "comments close articles/tea"},
	{name: "open", profile: "current", prepare: (*station).shut, command: "comments open articles/tea"},
}

// disturbances are what happens at a request. The first two kill the process,
// before and after the account did its part.
var disturbances = []map[string]any{
	{"mode": "hang"},
	{"mode": "slow_body"},
	{"mode": "errcode", "errcode": -1},
	{"mode": "drop_request"},
	{"mode": "drop_reply"},
	{"mode": "truncated_body"},
	{"mode": "status", "errcode": 500},
}

// seenByReaders are the calls that the short form of the matrix disturbs.
var seenByReaders = regexp.MustCompile(`/cgi-bin/(freepublish/(submit|delete)|message/mass/(send|delete)|comment/(open|close|markelect|unmarkelect|delete|reply))`)

// TestNothingReachesReadersTwice disturbs every command that readers see the
// effect of, at each of its requests, by killing a real process and by calls that
// go wrong. The same command again ends where an undisturbed one does, and no
// call that must not be repeated has had its effect more often.
func TestNothingReachesReadersTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Parallel()
	for _, row := range publicMatrix {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			base := newStation(t, "testdata/small", row.profile)
			row.prepare(base)
			base.close()
			args := strings.Fields(row.command)
			again := args
			if row.again != "" {
				again = strings.Fields(row.again)
			}
			calm := base.copy()
			before := len(calm.requests())
			calm.must(args...)
			log := calm.requests()[before:]
			calm.carryOn(again, row.so)
			want, untouched, cells := calm.public(), base.copy().public(), 0
			for n, call := range log {
				for i, fault := range disturbances {
					if !*everyKill && (i > 1 || !seenByReaders.MatchString(call.Path)) {
						continue
					}
					cells++
					s := base.copy()
					if i < 2 {
						s.killAt(n+1, fmt.Sprint(fault["mode"]), args...)
					} else {
						f := maps.Clone(fault)
						f["path"], f["after"], f["times"] = "*", n, 1
						s.fault(f)
						_ = s.command(args...).Run() // however it ends
						s.heal()
					}
					s.carryOn(again, row.so)
					got := s.public()
					if row.again != "" && got == untouched {
						s.carryOn(args, row.so)
						got = s.public()
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%v at request %d, %s: readers see (-undisturbed +disturbed):\n%s", fault, n+1, call.Path, diff)
					}
					s.close()
				}
			}
			t.Logf("disturbed in %d ways at %d requests", cells, len(log))
		})
	}
}

// carryOn runs a command until it ends well, or says that all is as it should
// be; then a plan has nothing left to do.
func (s *station) carryOn(args []string, so string) {
	s.Helper()
	said := ""
	for range 4 {
		out, err := s.command(args...).CombinedOutput()
		said += string(out)
		if err != nil && (so == "" || !strings.Contains(said, so)) {
			continue
		}
		if out, err := s.command("apply", "--yes", "--settle", "0").CombinedOutput(); err != nil {
			s.Fatalf("an apply afterwards: %v\n%s%s", err, said, out)
		}
		if out, err := s.command("plan", "--detailed-exitcode").CombinedOutput(); err != nil {
			s.Fatalf("there is more to do: %v\n%s%s", err, said, out)
		}
		return
	}
	s.Fatalf("four runs of %q were not enough:\n%s", args, said)
}

// must runs a command that has to end well.
func (s *station) must(args ...string) {
	s.Helper()
	if out, err := s.command(args...).CombinedOutput(); err != nil {
		s.Fatalf("%q: %v\n%s", args, err, out)
	}
}

// drafts brings the site into the account.
func (s *station) drafts() {
	s.Helper()
	s.must("apply", "--yes", "--settle", "0")
}

// wantPublished asks for two articles to be published, one of which links to the
// other.
func (s *station) wantPublished() {
	s.Helper()
	s.edit("mpsync.yaml", "lang: en", "lang: en\npublish: {enabled: true}")
	s.edit("articles/tea.md", "title: Tea", "title: Tea\npublish: true")
	s.edit("articles/rain.md", "title: Rain", "title: Rain\npublish: true")
	s.edit("articles/rain.md", "hears the rain", "hears [the kettle](tea.md) and the rain")
}

// sent publishes an article with open comments.
func (s *station) sent() {
	s.Helper()
	s.edit("mpsync.yaml", "author: Ada", "author: Ada, comments: open")
	s.drafts()
	s.must("publish", "articles/tea", "--yes")
}

func (s *station) broadcastTea() {
	s.Helper()
	s.drafts()
	s.must("broadcast", "articles/tea", "--all", "--yes")
}

// changedSince changes an article after it was published.
func (s *station) changedSince() {
	s.Helper()
	s.sent()
	s.edit("articles/tea.md", "before it boils", "while it boils")
}

// commented has eight comments, of which two are featured and two are answered,
// and a file of them.
func (s *station) commented() {
	s.Helper()
	s.sent()
	thread := s.thread()
	for i := range 8 {
		thread["content"] = fmt.Sprintf("Comment %d.", i+1)
		if err := s.account.do(http.MethodPost, "/_emulator/comments", thread, nil); err != nil {
			s.Fatal(err)
		}
	}
	s.must("comments", "feature", "articles/tea", "4", "5")
	s.must("comments", "reply", "articles/tea", "6", "Later.")
	s.must("comments", "reply", "articles/tea", "7", "Soon.")
	s.must("comments", "pull")
}

// answered has a file of comments that asks for every kind of change.
func (s *station) answered() {
	s.Helper()
	s.commented()
	const file = "articles/tea.comments.yaml"
	for _, e := range [][2]string{
		{"text: Comment 1.\n    featured: false", "text: Comment 1.\n    featured: true"},
		{"text: Comment 2.\n    featured: false\n    reply:", "text: Comment 2.\n    featured: false\n    reply: Thanks"},
		{"- id: 3\n", "- id: 3\n    delete: true\n"},
		{"text: Comment 4.\n    featured: true", "text: Comment 4.\n    featured: false"},
		{"reply: Later.", "reply: Now."},
		{"reply: Soon.", "reply:"},
	} {
		s.edit(file, e[0], e[1])
	}
	s.edit("articles/tea.md", "title: Tea", "title: Tea\ncomments: closed")
}

// unwelcome has comments that the file wants closed.
func (s *station) unwelcome() {
	s.Helper()
	s.commented()
	s.edit("articles/tea.md", "title: Tea", "title: Tea\ncomments: closed")
}

// shut has comments that were closed, while the file asks for open ones.
func (s *station) shut() {
	s.Helper()
	s.commented()
	s.must("comments", "close", "articles/tea")
}

// thread is what the comments of articles/tea are called by.
func (s *station) thread() map[string]any {
	s.Helper()
	var st struct {
		Messages map[string]struct {
			Publication struct {
				MsgDataID uint64 `json:"msg_data_id"`
			}
		}
	}
	data, err := os.ReadFile(filepath.Join(s.site(), "mpsync.state.json"))
	if err == nil {
		err = json.Unmarshal(data, &st)
	}
	if err != nil {
		s.Fatal(err)
	}
	return map[string]any{"msg_data_id": st.Messages["articles/tea"].Publication.MsgDataID, "index": 0, "begin": 0, "count": 49}
}

// public is what readers see and what the account keeps, and how often the calls
// that must not be repeated had their effect.
func (s *station) public() string {
	s.Helper()
	var b strings.Builder
	counts := map[string]int{}
	for _, r := range s.requests() {
		if api := strings.TrimPrefix(r.Path, "/cgi-bin/"); r.Errcode == 0 && slices.Contains([]string{
			"freepublish/submit", "message/mass/sendall", "message/mass/send", "comment/reply/add",
		}, api) {
			counts[api]++
		}
	}
	for _, api := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "%d × %s\n", counts[api], api)
	}
	b.WriteString(s.titles())
	var published struct {
		Items []held `json:"item"`
	}
	s.ask("freepublish/batchget", map[string]any{"offset": 0, "count": 20}, &published)
	for _, p := range published.Items {
		fmt.Fprintf(&b, "published: %v, %d links\n", p.Content.Items[0]["title"], strings.Count(fmt.Sprint(p.Content.Items[0]["content"]), "mp.weixin.qq.com"))
	}
	return b.String() + s.comments() + s.broadcasts()
}

// comments lists those of articles/tea, where there are some.
func (s *station) comments() string {
	s.Helper()
	if _, err := os.Stat(filepath.Join(s.site(), "articles/tea.comments.yaml")); err != nil {
		return ""
	}
	var page struct {
		Comments []struct {
			ID       int    `json:"user_comment_id"`
			Featured int    `json:"comment_type"`
			Text     string `json:"content"`
			Reply    struct{ Content string }
		} `json:"comment"`
	}
	thread, lines := s.thread(), ""
	s.ask("comment/list", thread, &page)
	for _, c := range page.Comments {
		lines += fmt.Sprintf("#%d %s featured %d, reply %q\n", c.ID, c.Text, c.Featured, c.Reply.Content)
	}
	thread["content"] = "May I?"
	refused := s.account.do(http.MethodPost, "/_emulator/comments", thread, nil)
	return lines + fmt.Sprintf("open: %t\n", refused == nil)
}

// broadcasts lists what was broadcast, as the statistics tell it later.
func (s *station) broadcasts() string {
	s.Helper()
	if err := s.account.do(http.MethodPost, "/_emulator/clock", map[string]any{"advance_s": 3 * 86400}, nil); err != nil {
		s.Fatal(err)
	}
	lines := ""
	for days := -1; days <= 1; days++ {
		day := time.Now().AddDate(0, 0, days).In(time.FixedZone("UTC+8", 8*3600)).Format(time.DateOnly)
		var stats struct {
			List []struct{ Title string }
		}
		if err := s.account.do(http.MethodPost, "/datacube/getarticlesummary?access_token="+s.token(), map[string]any{"begin_date": day, "end_date": day}, &stats); err != nil {
			s.Fatal(err)
		}
		for _, x := range stats.List {
			lines += "broadcast: " + x.Title + "\n"
		}
	}
	return lines
}

func (s *station) token() string {
	s.Helper()
	token, err := s.account.token()
	if err != nil {
		s.Fatal(err)
	}
	return token
}

func (s *station) ask(api string, in, out any) {
	s.Helper()
	if err := s.account.call(api, in, out); err != nil {
		s.Fatal(err)
	}
}

// TestAuthorizationOutlivesKills kills a process at every request of a command of
// a third-party platform, whether or not WeChat gives another refresh token in
// exchange. Where WeChat gave one and the process never read it, nobody has it,
// and the next run says what to do.
func TestAuthorizationOutlivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Parallel()
	for _, exchange := range []string{"off", "on"} {
		base := newStation(t, "testdata/small", "current")
		base.authorized()
		base.drafts()
		base.set("new_refresh_token", exchange)
		base.close()
		calm := base.copy()
		before := len(calm.requests())
		calm.must("plan")
		log := calm.requests()[before:]
		for n, call := range log {
			for _, mode := range []string{"hang", "slow_body"} {
				s := base.copy()
				s.killAt(n+1, mode, "plan")
				lost := exchange == "on" && mode == "slow_body" && strings.HasSuffix(call.Path, "/api_authorizer_token")
				out, err := s.command("plan").CombinedOutput()
				if lost != (err != nil) || lost && !strings.Contains(string(out), "run `mpsync authorize`") {
					t.Errorf("exchange %s, %s at %s: %v\n%s", exchange, mode, call.Path, err, out)
				}
				kept, err := filepath.Glob(filepath.Join(s.dir, "credentials", "*.json"))
				if err != nil || len(kept) != 1 {
					t.Errorf("exchange %s, %s at %s: %v are kept, %v", exchange, mode, call.Path, kept, err)
				}
				s.close()
			}
		}
	}
}
