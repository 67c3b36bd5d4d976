package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/wechat"
)

// authorizeCommand stores the refresh token with which a third-party platform
// acts for an account.
func (a *app) authorizeCommand() *cobra.Command {
	code := ""
	c := &cobra.Command{
		Use: "authorize [--code CODE]", Short: a.console.Text("cmd-authorize"), Long: a.console.Text("cmd-authorize-long"),
		Example: "  mpsync authorize --code AUTHORIZATION_CODE\n  mpsync authorize < refresh_token", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.authorize(cmd.Context(), code) },
	}
	c.Flags().StringVar(&code, "code", "", a.console.Text("flag-code"))
	return c
}

func (a *app) authorize(ctx context.Context, code string) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	c := s.site.Config.Account
	if !c.Component.Set {
		return diag.Stop(nil, "no-component", diag.Pos{File: site.ConfigFile})
	}
	base, appID, err := s.reached()
	if err != nil {
		return err
	}
	p, keep, err := s.platform(appID)
	if err != nil {
		return err
	}
	if code == "" {
		line, err := bufio.NewReader(s.In).ReadString('\n')
		token := strings.TrimSpace(line)
		if token == "" {
			return usage("authorize-nothing", err)
		}
		return s.keep(ctx, keep, appID, token)
	}
	got, token, err := wechat.Authorize(ctx, s.clientConfig(base, nil), p, code)
	if err != nil {
		return err
	}
	if got != "" && got != appID {
		return &exit{code: exitAccount, err: diag.Stop(nil, "authorize-other", diag.Pos{File: site.ConfigFile}, got, appID)}
	}
	return s.keep(ctx, keep, appID, token)
}

// keep stores the refresh token of an account and says where.
func (s *session) keep(ctx context.Context, f *refreshFile, appID, token string) error {
	if err := f.Save(ctx, token); err != nil {
		return err
	}
	s.console.Say("authorized", appID, f.path)
	return nil
}

// reached reveals where the account is and what it is called.
func (s *session) reached() (base, appID string, err error) {
	c := s.site.Config.Account
	for _, x := range []struct {
		secret site.Secret
		into   *string
	}{{c.API, &base}, {c.AppID, &appID}} {
		if *x.into, err = x.secret.Value(); err != nil {
			return "", "", &exit{code: exitAccount, err: err}
		}
	}
	if appID == "" {
		return "", "", noCredentials("appid")
	}
	return base, appID, nil
}

// platform is the third-party platform that acts for the account.
func (s *session) platform(appID string) (wechat.Platform, *refreshFile, error) {
	c := s.site.Config.Account.Component
	var values [4]string
	for i, secret := range []site.Secret{c.AppID, c.Secret, c.TicketCommand, c.RefreshCommand} {
		var err error
		if values[i], err = secret.Value(); err != nil {
			return wechat.Platform{}, nil, &exit{code: exitAccount, err: err}
		}
	}
	for i, name := range []string{"component.appid", "component.secret", "component.ticket_command"} {
		if values[i] == "" {
			return wechat.Platform{}, nil, noCredentials(name)
		}
	}
	if err := s.mayRun("component.ticket_command"); err != nil {
		return wechat.Platform{}, nil, err
	}
	dir, err := s.credentials()
	if err != nil {
		return wechat.Platform{}, nil, err
	}
	keep := &refreshFile{path: filepath.Join(dir, safeName(values[0]+"-"+appID)+".json")}
	if command := values[3]; command != "" {
		keep.command = func(ctx context.Context) (string, error) { return s.output(ctx, command) }
	}
	return wechat.Platform{
		AppID: values[0], Secret: values[1],
		Ticket: func(ctx context.Context) (string, error) { return s.output(ctx, values[2]) },
	}, keep, nil
}

// output is what a command prints, without white space around it.
func (s *session) output(ctx context.Context, command string) (string, error) {
	out, err := s.Command(ctx, command)
	if err != nil {
		return "", err
	}
	text := strings.TrimSpace(string(out))
	if text == "" || strings.ContainsAny(text, " \t\r\n") {
		return "", errors.New(s.console.Text("command-no-token"))
	}
	return text, nil
}

// credentials is the folder of this person's credentials, never one of a site.
func (s *session) credentials() (string, error) {
	for _, x := range []struct{ env, below string }{
		{"MPSYNC_CREDENTIALS", ""}, {"XDG_CONFIG_HOME", "mpsync/credentials"}, {"AppData", "mpsync/credentials"}, {"HOME", ".config/mpsync/credentials"},
	} {
		if v, ok := s.Env(x.env); ok && v != "" {
			return filepath.Join(v, filepath.FromSlash(x.below)), nil
		}
	}
	return "", diag.Stop(nil, "no-credential-folder", diag.Pos{})
}

// safeName is a name without what a file name can't hold.
func safeName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
}

// refreshFile keeps a refresh token in a file that only its owner can read.
// Where the first one comes from a command, the file holds what WeChat gave in
// exchange for it, until the command gives another.
type refreshFile struct {
	path    string
	command func(context.Context) (string, error)
}

type refreshKept struct {
	Token string `json:"authorizer_refresh_token"`
	// Replaces is the hash of the command's token that it was exchanged for.
	Replaces string `json:"replaces,omitempty"`
}

// Load implements [wechat.RefreshTokens].
func (f *refreshFile) Load(ctx context.Context) (string, error) {
	var kept refreshKept
	data, err := os.ReadFile(f.path)
	switch {
	case err == nil:
		if err := json.Unmarshal(data, &kept); err != nil {
			return "", diag.Stop(err, "refresh-unreadable", diag.Pos{File: f.path})
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("read %s: %w", f.path, err)
	}
	if f.command != nil {
		given, err := f.command(ctx)
		if err != nil || kept.Replaces != model.Sum(given) {
			return given, err
		}
	}
	if kept.Token == "" {
		return "", diag.Stop(nil, "refresh-missing", diag.Pos{})
	}
	return kept.Token, nil
}

// Save implements [wechat.RefreshTokens]: the old token is forgotten when the new
// one is on the disk.
func (f *refreshFile) Save(ctx context.Context, token string) error {
	kept := refreshKept{Token: token}
	if f.command != nil {
		if given, err := f.command(ctx); err == nil {
			kept.Replaces = model.Sum(given)
		}
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	// A new file, whose mode is 0600 whatever an interrupted run left behind.
	temp, err := os.CreateTemp(filepath.Dir(f.path), ".new-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(append(data, '\n'))
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	dir, err := os.Open(filepath.Dir(f.path))
	if err != nil {
		return err
	}
	_ = dir.Sync() // the name as well, where folders can be synced
	return dir.Close()
}
