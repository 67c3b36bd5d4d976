package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/emulator"
)

// emulatorOptions are the flags of emulator.
type emulatorOptions struct {
	addr, data, profile, appID, secret string
	accountType                        string
	set                                []string
	anyAddr, quotas, list              bool
}

// emulatorCommand serves the built-in account over HTTP.
func (a *app) emulatorCommand() *cobra.Command {
	o := emulatorOptions{}
	c := &cobra.Command{
		Use: "emulator", Short: a.console.Text("cmd-emulator"), Long: a.console.Text("cmd-emulator-long"),
		Example: "  mpsync emulator --data .mpsync/emulator\n  mpsync emulator --addr 127.0.0.1:8600 --data /tmp/account --profile current",
		Args:    a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.list {
				a.listSettings()
				return nil
			}
			return a.emulate(cmd.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8600", a.console.Text("flag-addr"))
	f.StringVar(&o.data, "data", ".mpsync/emulator", a.console.Text("flag-data"))
	f.StringVar(&o.profile, "profile", "", a.console.Text("flag-profile"))
	f.StringVar(&o.appID, "appid", "", a.console.Text("flag-appid"))
	f.StringVar(&o.secret, "secret", "", a.console.Text("flag-secret"))
	f.StringVar(&o.accountType, "account-type", "", a.console.Text("flag-account-type"))
	f.BoolVar(&o.quotas, "quotas", false, a.console.Text("flag-quotas"))
	f.BoolVar(&o.list, "settings", false, a.console.Text("flag-settings"))
	f.StringArrayVar(&o.set, "set", nil, a.console.Text("flag-set"))
	f.BoolVar(&o.anyAddr, "allow-remote", false, a.console.Text("flag-allow-remote"))
	return c
}

func (a *app) emulate(ctx context.Context, o emulatorOptions) error {
	o.data = a.path(o.data)
	settings, err := parseSettings(o.set)
	if err != nil {
		return err
	}
	if o.accountType != "" {
		settings["account_type"] = o.accountType
	}
	if o.quotas {
		settings["quotas"] = "on"
	}
	if !o.anyAddr && !loopback(o.addr) {
		return usage("not-loopback", o.addr)
	}
	e, err := emulator.Open(ctx, emulator.Config{
		Dir: o.data, Profile: o.profile, AppID: o.appID, Secret: o.secret, Settings: settings, Now: a.Now, Rand: a.Rand,
	})
	if err != nil {
		return diag.Stop(err, "emulator-open", diag.Pos{}, o.data, err.Error())
	}
	defer func() { _ = e.Close() }()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return diag.Stop(err, "cannot-listen", diag.Pos{}, o.addr, err.Error())
	}
	a.console.Say("emulator-serves", "http://"+l.Addr().String(), o.data)
	return serve(ctx, l, e)
}

// listSettings prints every setting: name, default, what it may be, meaning.
func (a *app) listSettings() {
	for _, s := range emulator.Settings() {
		line := a.console.Paint("strong", s.Name+"="+s.Default)
		if s.Current != "" {
			line += " (current: " + s.Current + ")"
		}
		a.console.Print(line + "  " + a.console.Paint("faint", s.Values))
		about := s.Doc
		if a.console.Lang == diag.Chinese {
			about = s.Chinese
		}
		a.console.Print("    " + about)
	}
}

// serve answers until ctx ends, then lets requests in flight finish.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := s.Shutdown(stop); err != nil {
		_ = s.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func parseSettings(set []string) (map[string]string, error) {
	settings := map[string]string{}
	for _, s := range set {
		name, value, ok := strings.Cut(s, "=")
		if !ok {
			return nil, usage("bad-setting", s)
		}
		settings[name] = value
	}
	return settings, nil
}

// loopback says whether an address can be reached from this machine only.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	return isLoopback(host)
}

// isLoopback says whether a host name is this machine's own.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
