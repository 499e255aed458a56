//! Which links Telegram accepts, and in what form it stores them.

/// The link as stored, or why it is refused. Without a scheme `http` is taken; host names need a dot; the host is put
/// into lower case; behind it only white space and control characters are percent-encoded.
pub(super) fn check(link: &str) -> Result<String, &'static str> {
    let link = link.trim();
    let lower = link.to_ascii_lowercase();
    if lower.starts_with("tg:") || lower.starts_with("ton:") {
        return Ok(link.to_owned());
    }
    let (scheme, rest) = match link.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("http".to_owned(), link),
    };
    if scheme != "http" && scheme != "https" {
        return Err("unsupported protocol");
    }
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, host_port) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let (host, port) = match host_port.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (host_port, None),
    };
    if port.is_some_and(|p| !p.parse::<u16>().is_ok_and(|n| n > 0)) {
        return Err("wrong port");
    }
    let is_ipv6 = host.starts_with('[') && host.ends_with(']') && host.contains(':');
    if !is_ipv6 && !is_host_name(host) {
        return Err("wrong host");
    }
    let user = user.map(|u| format!("{u}@")).unwrap_or_default();
    let port = port.map(|p| format!(":{p}")).unwrap_or_default();
    let slash = if tail.starts_with('/') { "" } else { "/" };
    Ok(format!("{scheme}://{user}{}{port}{slash}{}", host.to_lowercase(), encode_white_space(tail)))
}

fn is_host_name(host: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_%".contains(c) || !c.is_ascii();
    host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && host.chars().all(allowed)
}

fn encode_white_space(tail: &str) -> String {
    let encode = |c: char| if c <= ' ' { format!("%{:02X}", u32::from(c)) } else { c.to_string() };
    tail.chars().map(encode).collect()
}
