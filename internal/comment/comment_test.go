package comment

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

var thread = model.Thread{MsgDataID: 2247483647}

// account is a thread as the API shows it.
type account []model.Comment

func (a account) list(_ context.Context, begin, count int) (int, []model.Comment, error) {
	return len(a), a[min(begin, len(a)):min(begin+count, len(a))], nil
}

func (a account) read(t interface{ Fatal(...any) }) *Listing {
	l, err := Read(context.Background(), a.list, nil)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func parse(t *testing.T, text string) *File {
	t.Helper()
	f, found := Parse("a.comments.yaml", []byte(text))
	if len(found) > 0 {
		t.Fatalf("%v %s", found, found[0].Message(diag.English))
	}
	return f
}

var three = account{
	{ID: 3, OpenID: "oABCDEFGHIJKLMNOP", Time: 1700000000, Text: "好文！\n收藏了", Featured: true, Reply: "谢谢"},
	{ID: 2, Time: 1699990000, Text: "true"},
	{ID: 1, OpenID: "o1", Time: 1699980000, Text: "沙发"},
}

const pulled = `# 留言
message: 2247483647/0
pulled: 7ba45ffe
comments:
  - id: 3
    time: 2023-11-15T06:13:20+08:00
    author: …KLMNOP
    text: |-
      好文！
      收藏了
    featured: true
    reply: 谢谢

  - id: 2
    time: 2023-11-15T03:26:40+08:00
    text: "true"
    featured: false
    reply:

  - id: 1
    time: 2023-11-15T00:40:00+08:00
    author: o1
    text: 沙发
    featured: false
    reply:
`

func TestPullWritesAFileThatAsksForNothing(t *testing.T) {
	f := New("a.comments.yaml", thread, "留言")
	l := three.read(t)
	if n, notices := f.Merge(l, nil); n != 3 || len(notices) > 0 {
		t.Error(n, notices)
	}
	if diff := cmp.Diff(pulled, string(f.Bytes())); diff != "" {
		t.Error(diff)
	}
	read := parse(t, pulled)
	if asks := read.Asks(l.Base(nil, "")); len(asks) > 0 || read.Thread != thread {
		t.Error(asks, read.Thread)
	}
	if n, _ := read.Merge(l, l.Base(nil, "")); n != 0 || string(read.Bytes()) != pulled {
		t.Error("a second pull changes the file")
	}
}

func TestEditsBecomeChanges(t *testing.T) {
	base := three.read(t).Base(nil, "")
	for name, tt := range map[string]struct {
		old, now string
		want     []Change
	}{
		"feature":   {"    text: 沙发\n    featured: false", "    text: 沙发\n    featured: true", []Change{{Do: "feature", ID: 1, Author: "o1", Text: "沙发"}}},
		"unfeature": {"featured: true", "featured: false", []Change{{Do: "unfeature", ID: 3, Author: "…KLMNOP", Text: "好文！\n收藏了"}}},
		"reply":     {"    reply:\n\n", "    reply: 坐\n\n", []Change{{Do: "reply", ID: 2, Text: "true", Reply: "坐"}}},
		"unreply":   {"    reply: 谢谢\n", "", []Change{{Do: "unreply", ID: 3, Author: "…KLMNOP", Text: "好文！\n收藏了", Was: "谢谢"}}},
		"new reply": {"谢谢", "多谢", []Change{{Do: "reply", ID: 3, Author: "…KLMNOP", Text: "好文！\n收藏了", Reply: "多谢", Was: "谢谢"}}},
		"delete":    {"  - id: 2\n", "  - id: 2\n    delete: true\n", []Change{{Do: "delete", ID: 2, Text: "true"}}},
		"line gone": {"    featured: true\n", "", nil},
		"item gone": {"  - id: 1\n    time: 2023-11-15T00:40:00+08:00\n    author: o1\n    text: 沙发\n    featured: false\n    reply:\n", "", nil},
		"notes":     {"  - id: 2\n", "  # 这条要想想\n  - id: 2 # 老读者\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(pulled, tt.old) {
				t.Fatal("nothing to edit")
			}
			f := parse(t, strings.Replace(pulled, tt.old, tt.now, 1))
			v := f.Compare(base, three.read(t), nil)
			if diff := cmp.Diff(tt.want, v.Changes); diff != "" || len(v.Notices)+len(v.Steps) > 0 {
				t.Error(diff, v.Notices, v.Steps)
			}
			var dos, offline []model.CommentDo
			for _, c := range tt.want {
				dos = append(dos, c.Do)
			}
			for _, c := range f.Compare(base, nil, nil).Changes {
				offline = append(offline, c.Do)
			}
			if diff := cmp.Diff(dos, offline); diff != "" {
				t.Errorf("without asking the account: %s", diff)
			}
		})
	}
}

func TestHandWrittenFileIsFilledIn(t *testing.T) {
	f := parse(t, "message: 2247483647/0\ncomments:\n- id: 1\n  reply: '坐' # 快\n\n- id: 3\n")
	f.Merge(three.read(t), nil)
	want := `message: 2247483647/0
comments:
- id: 3
  time: 2023-11-15T06:13:20+08:00
  author: …KLMNOP
  text: |-
    好文！
    收藏了
  reply: 谢谢
`
	if got := string(f.Bytes()); !strings.Contains(got, want[strings.Index(want, "- id: 3"):]) || !strings.Contains(got, "  text: 沙发\n  reply: '坐' # 快\n") {
		t.Errorf("%s", got)
	}
	if v := f.Compare(three.read(t).Base(nil, ""), three.read(t), nil); len(v.Changes) != 1 || v.Changes[0].Reply != "坐" {
		t.Errorf("%+v", v)
	}
}

func TestConsoleAndFileMeet(t *testing.T) {
	base := three.read(t).Base(nil, "")
	console := slices.Clone(three)
	console[0].Reply, console[1].Featured = "后台改的", true
	newer := append(account{{ID: 4, Time: 1700000001, Text: "新来的"}}, console...)
	l := newer.read(t)

	f := parse(t, pulled) // nobody edited: the console's changes come into the file
	if n, notices := f.Merge(l, base); n != 3 || len(notices) > 0 {
		t.Error(n, notices)
	}
	for _, want := range []string{"  - id: 4\n", "reply: 后台改的\n", "text: \"true\"\n    featured: true\n"} {
		if !strings.Contains(string(f.Bytes()), want) {
			t.Errorf("lacks %q:\n%s", want, f.Bytes())
		}
	}
	if v := parse(t, pulled).Compare(base, l, nil); len(v.Changes)+len(v.Steps) > 0 {
		t.Errorf("what the console did is undone: %+v", v)
	}

	edited := parse(t, strings.Replace(pulled, "谢谢", "文件改的", 1)) // both: held until pulled
	if v := edited.Compare(base, l, nil); len(v.Changes) > 0 || len(v.Notices) != 1 || v.Notices[0].Code != "comments-conflict" {
		t.Errorf("%+v", v)
	}
	if _, notices := edited.Merge(l, base); len(notices) != 1 || notices[0].Code != "comments-both" {
		t.Errorf("%+v", notices)
	}
	v := edited.Compare(l.Base(base, ""), l, nil)
	if len(v.Changes) != 1 || v.Changes[0].Was != "后台改的" || v.Changes[0].Reply != "文件改的" {
		t.Errorf("after the pull the file's reply goes: %+v", v)
	}
	// A reply that an interrupted run wrote is no one else's.
	again := parse(t, strings.Replace(pulled, "谢谢", "文件改的", 1))
	v = again.Compare(base, l, Made{3: {MadeReply + HashReply("后台改的")}})
	if len(v.Changes) != 1 || len(v.Notices) > 0 {
		t.Errorf("%+v", v)
	}
	// Nor is it when the person has taken the wish back meanwhile.
	v = parse(t, pulled).Compare(base, l, Made{2: {MadeFeatured}})
	if len(v.Changes) != 1 || v.Changes[0].Do != model.CommentUnfeature {
		t.Errorf("%+v", v)
	}
}

func TestFileOfAnotherPullIsStale(t *testing.T) {
	base := three.read(t).Base(nil, "7ba45ffe")
	f := parse(t, pulled)
	if f.Stale(base) || f.Stale(nil) || f.Stale(&state.Comments{}) {
		t.Error("the file of the last pull is stale")
	}
	console := slices.Clone(three)
	console[1].Reply = "后台回的"
	f.Merge(console.read(t), base)
	now := console.read(t).Base(base, f.Pulled)
	if f.Stale(now) || !parse(t, pulled).Stale(now) {
		t.Error("an older file would take the console's reply away")
	}
	was := f.Pulled
	f.Merge(append(account{{ID: 9, Text: "新"}}, console...).read(t), now)
	if f.Pulled != was {
		t.Error("new comments alone make files meet in conflict")
	}
}

func TestWhatIsSoAlreadyIsOnlyRecorded(t *testing.T) {
	f := parse(t, strings.Replace(pulled, "text: 沙发\n    featured: false\n    reply:", "text: 沙发\n    featured: true\n    reply: 坐", 1))
	now := slices.Clone(three)
	now[2].Featured, now[2].Reply = true, "坐"
	base := three.read(t).Base(nil, "")
	v := f.Compare(base, now.read(t), nil)
	if len(v.Changes) > 0 || len(v.Steps) != 2 {
		t.Errorf("%+v", v)
	}
	for _, s := range v.Steps {
		base.Patch(s)
	}
	if asks := f.Asks(base); len(asks) > 0 {
		t.Error(asks)
	}
}

func TestWithoutRecordNothingIsTakenAway(t *testing.T) {
	f := parse(t, "message: 1/0\ncomments:\n  - id: 3\n    featured: false\n    reply:\n  - id: 1\n    featured: true\n    reply: 坐\n")
	v := f.Compare(nil, three.read(t), nil)
	if len(v.Changes) != 2 || v.Changes[0].ID != 1 || v.Changes[1].ID != 1 {
		t.Errorf("%+v", v)
	}
}

func TestCommentsThatAreGone(t *testing.T) {
	base := three.read(t).Base(nil, "")
	rest := three[:1]
	text := strings.Replace(pulled, "text: \"true\"\n    featured: false\n    reply:", "text: \"true\"\n    featured: false\n    reply: 写好的回复", 1)
	f := parse(t, text)
	v := f.Compare(base, rest.read(t), nil)
	if len(v.Changes) > 0 || len(v.Steps) != 1 || !v.Steps[0].Deleted || v.Notices[0].Code != "comments-gone" {
		t.Errorf("%+v", v)
	}
	_, notices := f.Merge(rest.read(t), base)
	got := string(f.Bytes())
	if len(notices) != 1 || !strings.Contains(got, "reply: 写好的回复\n    gone: true\n") || strings.Contains(got, "id: 1\n") {
		t.Errorf("%v\n%s", notices, got)
	}
	if asks := f.Asks(rest.read(t).Base(base, "")); len(asks) > 0 {
		t.Error(asks)
	}
	if n, again := f.Merge(rest.read(t), rest.read(t).Base(base, "")); n > 0 || len(again) > 0 {
		t.Error(n, again)
	}
}

func TestFindingsHaveAPlace(t *testing.T) {
	const head = "message: 7/0\ncomments:\n"
	for text, want := range map[string]string{
		"":                        "1:1 comments-no-list",
		"comments:\n":             "1:1 comments-no-message",
		"message: x\ncomments:\n": "1:10 comments-message",
		head + "  - id: x\n":      "3:9 comments-id",
		head + "  - reply: x\n":   "3:3 comments-no-id",
		head + "  - id: 1\n    featured: maybe\n":                              "4:15 value-not-bool",
		head + "  - id: 1\n    reply: [a]\n":                                   "4:12 value-not-text",
		head + "  - id: 1\n    repply: a\n":                                    "4:13 unknown-key",
		head + "  - id: 1\n    reply: \"a\n\n  - id: 2\n    reply: b\n":        "4:12 comments-syntax",
		head + "\n  # note\n  - id: 1\n  - id: 2\n  - id: 1\n":                 "7:3 comments-twice",
		head + "  - id: 1\nother: x\n":                                         "4:1 comments-after-list",
		head + "<<<<<<< HEAD\n  - id: 1\n=======\n  - id: 2\n>>>>>>> theirs\n": "3:1 comments-git-conflict",
		"message: 7/0\ncomments:\n  - id: 1\n    text: \xff\n":                 "1:1 not-utf8",
	} {
		f, found := Parse("f", []byte(text))
		if len(found) == 0 {
			t.Errorf("%q: nothing found", text)
			continue
		}
		if got := fmt.Sprintf("%d:%d %s", found[0].Line, found[0].Col, found[0].Code); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if found[0].Message(l) == "" || found[0].Hint(l) == "" {
				t.Errorf("%s has no text in %s", found[0].Code, l)
			}
		}
		if f != nil && string(f.Bytes()) != text && text != "" {
			t.Errorf("%q is written as %q", text, f.Bytes())
		}
	}
}

func TestOneBrokenItemDoesNotStopTheOthers(t *testing.T) {
	f, found := Parse("f", []byte("message: 7/0\ncomments:\n  - id: 1\n    reply: \"a\n\n  - id: 2\n    reply: b\n"))
	if v := f.Compare(nil, account{{ID: 2}, {ID: 1}}.read(t), nil); len(found) != 1 || len(v.Changes) != 1 || v.Changes[0].ID != 2 {
		t.Errorf("%v %+v", found, v)
	}
}

func TestLineEndsStay(t *testing.T) {
	text := strings.ReplaceAll(pulled, "\n", "\r\n")
	f := parse(t, text)
	f.Item(1).SetReply("两行\n的")
	want := strings.Replace(text, "    text: 沙发\r\n    featured: false\r\n    reply:\r\n", "    text: 沙发\r\n    featured: false\r\n    reply: |-\r\n      两行\r\n      的\r\n", 1)
	if diff := cmp.Diff(want, string(f.Bytes())); diff != "" {
		t.Error(diff)
	}
}

func TestRulesJudgeNewCommentsOnce(t *testing.T) {
	rules := []Rule{
		{regexp.MustCompile("加微信"), RuleDelete},
		{regexp.MustCompile("^好文"), RuleFeature},
		{regexp.MustCompile("错"), RuleReport},
	}
	a := account{{ID: 5, Text: "加微信 x"}, {ID: 4, Text: "好文，加微信"}, {ID: 3, Text: "好文"}, {ID: 2, Text: "有个错字"}, {ID: 1, Text: "好文", Featured: true}}
	f := parse(t, "message: 7/0\ncomments:\n  - id: 4\n    delete: false\n  - id: 5\n    reply: 请勿打广告\n")
	v, judged := Judge(rules, f, nil, a.read(t))
	var got []string
	for _, c := range v.Changes {
		got = append(got, fmt.Sprint(c.Do, c.ID))
	}
	if diff := cmp.Diff([]string{"feature3"}, got); diff != "" || judged != 5 || len(v.Notices) != 1 {
		t.Error(diff, judged, v.Notices)
	}
	if v, judged := Judge(rules, nil, &state.Comments{Judged: 4}, a.read(t)); len(v.Changes) != 1 || judged != 5 || v.Changes[0].Rule != "加微信" {
		t.Errorf("%+v %d", v, judged)
	}
}

func TestListingCostsAsFewCallsAsItMust(t *testing.T) {
	for n, calls := range map[int]int{0: 1, 1: 1, 48: 1, 49: 2, 50: 2, 98: 2, 99: 3, 10_000: 205} {
		l := some(n).read(t)
		if l.Calls != calls || len(l.Comments) != n || !l.Complete {
			t.Errorf("%d comments: %d calls, %d read", n, l.Calls, len(l.Comments))
		}
		quirk := func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
			_, page, _ := some(n).list(ctx, begin, count)
			return len(page), page, nil
		}
		if l, err := Read(t.Context(), quirk, nil); err != nil || len(l.Comments) != n || !l.Complete {
			t.Errorf("a total that counts the page: %d of %d", len(l.Comments), n)
		}
	}
}

func some(n int) account {
	var a account
	for i := range n {
		a = append(a, model.Comment{ID: int64(n - i), Text: fmt.Sprint("留言", n-i), Time: int64(1700000000 + n - i)})
	}
	return a
}

func TestCommentsThatMoveWhileTheyAreRead(t *testing.T) {
	a, reads := some(200), 0
	l, err := Read(t.Context(), func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
		reads++
		if reads == 3 {
			a = slices.Delete(a, 0, 5)
		}
		return a.list(ctx, begin, count)
	}, nil)
	if err != nil || !l.Complete || len(l.Comments) != 195 {
		t.Errorf("%d, %v", len(l.Comments), err)
	}
	l, _ = Read(t.Context(), func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
		a = slices.Delete(a, 0, 1)
		return a.list(ctx, begin, count)
	}, nil)
	if l.Complete {
		t.Error("a thread that never stood still was taken for whole")
	}
	if _, err := Read(t.Context(), func(context.Context, int, int) (int, []model.Comment, error) { return 0, nil, errors.New("lost") }, nil); err == nil {
		t.Error("an error was swallowed")
	}
}

func TestUnchangedThreadIsToldByItsFirstPage(t *testing.T) {
	base := some(200).read(t).Base(nil, "")
	first := func(a account) bool {
		l, err := Read(t.Context(), a.list, func(l *Listing) bool { return l.Unchanged(base) })
		return err == nil && l.Calls == 1
	}
	if !first(some(200)) || first(some(201)) {
		t.Error("one call does not tell")
	}
	edited := some(200)
	edited[3].Featured = true
	if first(edited) {
		t.Error("a change on the first page was not seen")
	}
}

// texts draws what people write, and what breaks YAML.
var texts = rapid.OneOf(
	rapid.StringOf(rapid.SampledFrom([]rune("好文a 1:#-'\"\\\n\t[]{}|>&*!%@`,?~.👍\u2028\ufeff\u0085é"))),
	rapid.SampledFrom([]string{"null", "Yes", "12", "- a", "a: b", "a #b", "# c", "--- ", "...", "好：", "a:", "  b", "x\n\n y", "x\n \ny", "2026-01-01", "|", "\n"}),
	rapid.String(),
)

var threads = rapid.Custom(func(t *rapid.T) account {
	n := rapid.IntRange(0, 6).Draw(t, "n")
	var a account
	for i := range n {
		a = append(a, model.Comment{
			ID: int64(n - i), Text: texts.Draw(t, "text"), Featured: rapid.Bool().Draw(t, "featured"),
			Reply: texts.Draw(t, "reply"), Time: int64(1700000000 - i), OpenID: rapid.SampledFrom([]string{"", "o123456789"}).Draw(t, "openid"),
		})
	}
	return a
})

func TestWhatIsPulledReadsAsTheAccountHasIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := threads.Draw(t, "thread")
		f := New("f", thread, "留言\n")
		f.Merge(a.read(t), nil)
		again, found := Parse("f", f.Bytes())
		if len(found) > 0 || len(again.Items) != len(a) {
			t.Fatalf("%v\n%s", found, f.Bytes())
		}
		for k, i := range again.Items {
			if i.ID != a[k].ID || tidy(i.Text) != tidy(a[k].Text) || *i.Featured != a[k].Featured || i.Reply != tidy(a[k].Reply) {
				t.Fatalf("%+v is read as %q %q\n%s", a[k], i.Text, i.Reply, i.raw)
			}
		}
		if asks := again.Asks(a.read(t).Base(nil, "")); len(asks) > 0 {
			t.Fatalf("asks for %v\n%s", asks, f.Bytes())
		}
	})
}

// TestFileAndAccountAgreeInTheEnd lets a person and the console change the same
// thread, pulls or not, and carries out what is compared: then both agree, or
// the console's change waits for a pull.
func TestFileAndAccountAgreeInTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := threads.Draw(t, "thread")
		f := New("f", thread, "")
		f.Merge(a.read(t), nil)
		base := a.read(t).Base(nil, "")
		for _, i := range f.Items {
			if rapid.Bool().Draw(t, "person features") {
				i.SetFeatured(!*i.Featured)
			}
			if rapid.Bool().Draw(t, "person replies") {
				i.SetReply(texts.Draw(t, "reply"))
			}
		}
		for k := range a {
			if rapid.Bool().Draw(t, "console features") {
				a[k].Featured = !a[k].Featured
			}
			if rapid.Bool().Draw(t, "console replies") {
				a[k].Reply = texts.Draw(t, "reply")
			}
		}
		if rapid.Bool().Draw(t, "pull") {
			f.Merge(a.read(t), base)
			base = a.read(t).Base(base, "")
		}
		f, found := Parse("f", f.Bytes())
		if len(found) > 0 {
			t.Fatal(found)
		}
		v := f.Compare(base, a.read(t), nil)
		for _, c := range v.Changes {
			k := slices.IndexFunc(a, func(x model.Comment) bool { return x.ID == c.ID })
			if c.Was != a[k].Reply && (c.Do == model.CommentReply || c.Do == model.CommentUnreply) {
				t.Fatalf("takes %q for %q", c.Was, a[k].Reply)
			}
			switch c.Do {
			case model.CommentFeature, model.CommentUnfeature:
				a[k].Featured = c.Do == model.CommentFeature
				base.Patch(state.CommentStep{ID: c.ID, Featured: &a[k].Featured})
			default:
				a[k].Reply = c.Reply
				base.Patch(state.CommentStep{ID: c.ID, Reply: new(HashReply(c.Reply))})
			}
		}
		for _, s := range v.Steps {
			base.Patch(s)
		}
		if again := f.Compare(base, a.read(t), nil); len(again.Changes)+len(again.Steps) > 0 {
			t.Fatalf("still wants %+v", again)
		}
		f.Merge(a.read(t), base)
		for _, i := range f.Items {
			c, _ := a.read(t).Comment(i.ID)
			conflict := slices.ContainsFunc(v.Notices, func(n Notice) bool { return n.ID == i.ID })
			if *i.Featured != c.Featured || !conflict && i.Reply != tidy(c.Reply) {
				t.Fatalf("%+v and the file differ:\n%s", c, i.raw)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(pulled)
	f.Add("message: 1/0\ncomments: []\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, _ := Parse("f", []byte(text))
		if file == nil {
			return
		}
		file.Merge(three.read(t), nil)
		if _, found := Parse("f", file.Bytes()); len(found) > 0 {
			_, before := Parse("f", []byte(text))
			if len(before) == 0 {
				t.Errorf("a pull broke the file: %v\n%q\n%q", found, text, file.Bytes())
			}
		}
	})
}

func BenchmarkPull(b *testing.B) {
	a := some(10_000)
	for b.Loop() {
		f := New("f", thread, "")
		l := a.read(b)
		f.Merge(l, nil)
		again, _ := Parse("f", f.Bytes())
		if len(again.Asks(l.Base(nil, ""))) > 0 {
			b.Fatal("asks")
		}
	}
}
