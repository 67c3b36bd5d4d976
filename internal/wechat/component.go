package wechat

import (
	"context"
	"net/url"
)

// Platform is a third-party platform that calls for accounts which authorized it.
// https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/api/api_authorizer_token.html
type Platform struct {
	AppID, Secret string
	// Ticket gives the component_verify_ticket that WeChat pushed last.
	Ticket func(context.Context) (string, error)
}

// RefreshTokens keep the authorizer_refresh_token of one account. Save returns
// once the token can no longer be lost.
type RefreshTokens interface {
	Load(ctx context.Context) (string, error)
	Save(ctx context.Context, token string) error
}

// AuthorizerToken fetches tokens of an account that authorized a platform. A
// refresh token that WeChat gives in exchange for another is saved before any
// call is made with the access token that came with it: whoever loses it has to
// be authorized again.
func AuthorizerToken(cfg Config, p Platform, authorizer string, refresh RefreshTokens) TokenSource {
	c := New(cfg)
	component := &tokens{now: cfg.Now, fetch: func(ctx context.Context, _ string) (granted, error) { return c.componentToken(ctx, p) }}
	return &tokens{now: cfg.Now, fetch: func(ctx context.Context, _ string) (granted, error) {
		old, err := refresh.Load(ctx)
		if err != nil {
			return granted{}, credentials("authorizer_refresh_token", err)
		}
		token, err := component.Token(ctx, "")
		if err != nil {
			return granted{}, err
		}
		a, err := send[authorized](ctx, c, platformRequest("component/api_authorizer_token", token, []string{p.Secret, old}, struct {
			Component  string `json:"component_appid"`
			Authorizer string `json:"authorizer_appid"`
			Refresh    string `json:"authorizer_refresh_token"`
		}{p.AppID, authorizer, old}))
		if err != nil {
			return granted{}, err
		}
		if a.Refresh != "" && a.Refresh != old {
			if err := refresh.Save(ctx, a.Refresh); err != nil {
				return granted{}, credentials("authorizer_refresh_token", err)
			}
		}
		return granted{AccessToken: a.Token, ExpiresIn: a.ExpiresIn}, nil
	}}
}

// Authorize exchanges the authorization_code that an account's administrator
// brought about, once, for the AppID of the account and its refresh token.
// https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/api/authorization_info.html
func Authorize(ctx context.Context, cfg Config, p Platform, code string) (authorizer, refresh string, err error) {
	c := New(cfg)
	token, err := c.componentToken(ctx, p)
	if err != nil {
		return "", "", err
	}
	r := platformRequest("component/api_query_auth", token.AccessToken, []string{p.Secret, code}, struct {
		Component string `json:"component_appid"`
		Code      string `json:"authorization_code"`
	}{p.AppID, code})
	r.effect = creates // a code is worth one exchange
	a, err := send[authorization](ctx, c, r)
	return a.Info.AppID, a.Info.Refresh, err
}

// platformRequest is a call that bears the platform's own token.
func platformRequest(api, token string, secrets []string, body any) request {
	r := post(api, reads, body)
	r.query = url.Values{"component_access_token": {token}}
	r.noToken, r.secrets = true, append(secrets, token)
	return r
}

func (c *Client) componentToken(ctx context.Context, p Platform) (granted, error) {
	ticket, err := p.Ticket(ctx)
	if err != nil {
		return granted{}, credentials("component_verify_ticket", err)
	}
	r := post("component/api_component_token", reads, struct {
		AppID  string `json:"component_appid"`
		Secret string `json:"component_appsecret"`
		Ticket string `json:"component_verify_ticket"`
	}{p.AppID, p.Secret, ticket})
	r.noToken, r.secrets = true, []string{p.Secret, ticket}
	g, err := send[componentGranted](ctx, c, r)
	return granted{AccessToken: g.Token, ExpiresIn: g.ExpiresIn}, err
}

// credentials is the error of a token that could not be asked for.
func credentials(api string, err error) error {
	return &Error{API: api, Msg: err.Error(), Class: ClassCredentials, Outcome: NotDone, cause: err}
}

type componentGranted struct {
	head
	Token     string  `json:"component_access_token"`
	ExpiresIn integer `json:"expires_in"`
}

func (g *componentGranted) missing() string {
	if g.Token == "" {
		return "component_access_token"
	}
	return ""
}

type authorized struct {
	head
	AppID     string  `json:"authorizer_appid"`
	Token     string  `json:"authorizer_access_token"`
	Refresh   string  `json:"authorizer_refresh_token"`
	ExpiresIn integer `json:"expires_in"`
}

func (a *authorized) missing() string {
	if a.Token == "" {
		return "authorizer_access_token"
	}
	return ""
}

type authorization struct {
	head
	Info authorized `json:"authorization_info"`
}

func (a *authorization) missing() string {
	if a.Info.Refresh == "" {
		return "authorizer_refresh_token"
	}
	return ""
}
