//! Answers only requests for this machine by its own name.
//!
//! A page on the web may have its name lead to 127.0.0.1 once it is loaded, and could then read everything here as if
//! it were its own, unpublished pages included. Its requests carry its name, so they are told apart.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The names of this machine.
const NAMES: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

/// Refuses a request for another host than this one at `port`.
pub(super) async fn check(State(port): State<u16>, request: Request, next: Next) -> Response {
    if is_for_us(request.headers(), request.uri(), port) {
        return next.run(request).await;
    }
    let text = "This preview answers to 127.0.0.1 and localhost only, with the port it runs on.\n";
    (StatusCode::FORBIDDEN, text).into_response()
}

fn is_for_us(headers: &HeaderMap, uri: &Uri, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let named = host.to_str().is_ok_and(|host| is_ours(host, port));
    // A request to a proxy names the host in its first line, too.
    named && uri.authority().is_none_or(|authority| is_ours(authority.as_str(), port))
}

fn is_ours(host: &str, port: u16) -> bool {
    let rest = NAMES.iter().find_map(|name| {
        let (start, rest) = host.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then_some(rest)
    });
    rest.is_some_and(|rest| rest.is_empty() || rest == format!(":{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_this_machine_with_its_port_are_ours() {
        for host in ["127.0.0.1", "127.0.0.1:4000", "localhost", "LocalHost:4000", "[::1]:4000", "[::1]"] {
            assert!(is_ours(host, 4000), "{host}");
        }
        for host in [
            "",
            "example.com",
            "example.com:4000",
            "localhost.example.com",
            "localhost:4001",
            "localhost:",
            "127.0.0.1.example.com",
            "127.0.0.1:40000",
            "user@localhost:4000",
            "::1",
            "0.0.0.0:4000",
        ] {
            assert!(!is_ours(host, 4000), "{host}");
        }
    }

    #[test]
    fn a_request_without_a_host_or_with_two_is_refused() {
        let uri = Uri::from_static("/");
        let mut headers = HeaderMap::new();
        assert!(!is_for_us(&headers, &uri, 4000));
        headers.append(header::HOST, "localhost".parse().unwrap());
        assert!(is_for_us(&headers, &uri, 4000));
        assert!(!is_for_us(&headers, &Uri::from_static("http://evil.example/"), 4000));
        headers.append(header::HOST, "localhost".parse().unwrap());
        assert!(!is_for_us(&headers, &uri, 4000));
    }
}
