# mpsync alone: a static binary, the certificates that HTTPS wants, and nobody
# else. There is no shell and no git in it; see docs/ci/README.md.
#
#   docker build -t mpsync .
#   docker run --rm -v "$PWD:/site" -u "$(id -u):$(id -g)" -e WECHAT_APPID -e WECHAT_SECRET mpsync plan

FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w" -o /out/mpsync . && mkdir -p -m 1777 /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/mpsync /usr/local/bin/mpsync
COPY --from=build /out/tmp /tmp
ENV HOME=/tmp
USER 65532:65532
WORKDIR /site
ENTRYPOINT ["/usr/local/bin/mpsync"]
