package cli

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// sentCommand holds what is about messages that were sent outside mpsync.
func (a *app) sentCommand() *cobra.Command {
	c := &cobra.Command{Use: "sent", Short: a.console.Text("cmd-sent"), Long: a.console.Text("cmd-sent-link-long"), Args: a.noArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var date string
	link := &cobra.Command{
		Use: "link", Short: a.console.Text("cmd-sent-link"), Long: a.console.Text("cmd-sent-link-long"),
		Example: "  mpsync sent link\n  mpsync sent link --date 2026-12-01", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.sentLink(cmd.Context(), date) },
	}
	link.Flags().StringVar(&date, "date", "", a.console.Text("flag-sent-date"))
	c.AddCommand(link)
	return c
}

// daysBack is how many days are looked at when none is named.
const daysBack = 7

// china is the time by which WeChat counts days.
var china = time.FixedZone("UTC+8", 8*3600)

func (a *app) sentLink(ctx context.Context, date string) error {
	days, err := a.days(date)
	if err != nil {
		return err
	}
	s, err := a.openAtWork(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	waiting, err := s.unlinked(ctx)
	if err != nil {
		return err
	}
	if len(waiting) == 0 {
		s.console.Say("sent-none")
		return nil
	}
	sent, err := s.broadcasts(ctx, days)
	if err != nil {
		return err
	}
	ambiguous := 0
	for _, address := range waiting {
		found := matching(s.state.Messages[address], sent)
		if len(found) > 1 {
			chosen, ok := s.chooseSent(address, found)
			if !ok {
				ambiguous++
				continue
			}
			found = []broadcastSeen{chosen}
		}
		if len(found) == 0 {
			s.console.Say("sent-missing", string(address), days[len(days)-1].Format(time.DateOnly)+" – "+days[0].Format(time.DateOnly))
			continue
		}
		s.link(address, found[0])
	}
	if err := s.store.Commit(ctx, s.state); err != nil {
		return err
	}
	if ambiguous > 0 {
		return &exit{code: exitPerson, err: diag.Stop(nil, "sent-person", diag.Pos{}, ambiguous)}
	}
	return nil
}

// days are those to look at, the latest first: WeChat tells of a day once it is
// over.
func (a *app) days(date string) ([]time.Time, error) {
	today := a.Now().In(china)
	if date != "" {
		day, err := time.ParseInLocation(time.DateOnly, date, china)
		if err != nil {
			return nil, usage("sent-date", date)
		}
		return []time.Time{day}, nil
	}
	var days []time.Time
	for i := 1; i <= daysBack; i++ {
		days = append(days, today.AddDate(0, 0, -i))
	}
	return days, nil
}

// unlinked lists the messages that may have been broadcast without mpsync knowing
// their msg_data_id: in the draft library those that left the box.
func (s *session) unlinked(ctx context.Context) ([]model.Address, error) {
	var present map[string]bool
	if s.library.Name() == library.Draft {
		seen, err := library.Scan(ctx, s.library, library.ScanOptions{})
		if err != nil {
			return nil, err
		}
		present = map[string]bool{}
		for _, o := range seen.Messages {
			present[o.MediaID] = true
		}
	}
	var list []model.Address
	for _, a := range slices.Sorted(maps.Keys(s.state.Messages)) {
		r := s.state.Messages[a]
		p := r.Publication
		switch {
		case p != nil && (p.Kind == state.KindPublish && p.Status != state.PublicationFailed || p.MsgDataID != 0), present[r.MediaID]:
		default:
			list = append(list, a)
		}
	}
	return list, nil
}

// broadcastSeen is one broadcast as the statistics tell of it.
type broadcastSeen struct {
	day      time.Time
	articles []wechat.Stat // in their order
}

// broadcasts reads the broadcasts of some days, with addresses where the account
// tells them.
func (s *session) broadcasts(ctx context.Context, days []time.Time) ([]broadcastSeen, error) {
	var all []broadcastSeen
	for _, day := range days {
		stats, err := s.account.client.ArticleSummary(ctx, day)
		if err != nil {
			return nil, err
		}
		if len(stats) == 0 {
			continue
		}
		if total, err := s.account.client.ArticleTotal(ctx, day); err == nil {
			addURLs(stats, total)
		}
		all = append(all, grouped(day, stats)...)
	}
	return all, nil
}

func addURLs(stats, total []wechat.Stat) {
	urls := map[string]string{}
	key := func(x wechat.Stat) string { return fmt.Sprint(x.MsgDataID, "_", x.Index) }
	for _, x := range total {
		urls[key(x)] = x.URL
	}
	for i := range stats {
		stats[i].URL = urls[key(stats[i])]
	}
}

// grouped puts the articles of each broadcast together.
func grouped(day time.Time, stats []wechat.Stat) []broadcastSeen {
	at := map[uint64]int{}
	var all []broadcastSeen
	for _, x := range stats {
		i, ok := at[x.MsgDataID]
		if !ok {
			i = len(all)
			at[x.MsgDataID] = i
			all = append(all, broadcastSeen{day: day})
		}
		all[i].articles = append(all[i].articles, x)
	}
	return all
}

// places finds the articles of a record among those of a broadcast, which the
// console may have put together from several messages; nil where one is missing.
func (b broadcastSeen) places(r *state.Message) []wechat.Stat {
	var list []wechat.Stat
	for _, k := range r.Articles {
		i := slices.IndexFunc(b.articles, func(x wechat.Stat) bool { return model.SameText(x.Title, k.Title) })
		if i < 0 {
			return nil
		}
		list = append(list, b.articles[i])
	}
	return list
}

func matching(r *state.Message, sent []broadcastSeen) []broadcastSeen {
	return slices.DeleteFunc(slices.Clone(sent), func(b broadcastSeen) bool { return b.places(r) == nil })
}

// chooseSent lets a person say which broadcast a message became.
func (s *session) chooseSent(a model.Address, found []broadcastSeen) (chosen broadcastSeen, ok bool) {
	s.console.Say("sent-ambiguous", string(a))
	for i, b := range found {
		s.console.Say("sent-choice", i+1, b.articles[0].Title, b.day.Format(time.DateOnly), b.articles[0].MsgDataID)
	}
	if !s.InTerminal {
		return chosen, false
	}
	s.console.Ask(s.console.Text("ask-sent"))
	answer, _ := bufio.NewReader(s.In).ReadString('\n')
	n, err := strconv.Atoi(strings.TrimSpace(answer))
	if err != nil || n < 1 || n > len(found) {
		return chosen, false
	}
	return found[n-1], true
}

// link records which broadcast a message became.
func (s *session) link(a model.Address, b broadcastSeen) {
	now := *s.state.Messages[a]
	p := state.Publication{Kind: state.KindBroadcast}
	if now.Publication != nil {
		p = *now.Publication
	}
	p.Status, p.Articles = state.PublicationPublic, nil
	for i, x := range b.places(&now) {
		p.MsgDataID = x.MsgDataID
		p.Articles = append(p.Articles, state.Published{Address: now.Articles[i].Address, Title: x.Title, Index: x.Index, URL: x.URL})
		s.console.Say("sent-found", string(now.Articles[i].Address), x.MsgDataID, x.Index+1, b.day.Format(time.DateOnly))
	}
	if p.Ended.IsZero() {
		p.Ended = b.day.UTC().Truncate(24 * time.Hour)
	}
	now.Publication, now.Left = &p, time.Time{}
	s.state.Messages[a] = &now
}
