//! Where a form is sent: to a server that takes it, or as a mail.

use url::Url;

use crate::config::public_address;
use crate::kinds::{Channel, ChannelType, Front, Reach};

use super::{Page, Site};

/// Where what a customer writes in a form goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A server that takes it by POST.
    Endpoint(Url),
    /// The address of a mail that the customer's own program sends.
    Mail(String),
}

impl Site {
    /// Where a form is sent: its own address, else by mail; nothing where that is nowhere.
    #[must_use]
    pub fn destination(&self, form: &Channel) -> Option<Destination> {
        let address = form.address.as_ref().and_then(|address| public_address(&address.value).ok());
        address.map(Destination::Endpoint).or_else(|| self.mail_for(form).map(Destination::Mail))
    }

    /// The mail address for what a form can't send: its own, else that of its fallback, else of the first mail channel
    /// with the same purpose.
    #[must_use]
    pub fn mail_for(&self, form: &Channel) -> Option<String> {
        let fallback = form.fallback.as_ref().and_then(|name| self.channel_named(name)).map(|(.., channel)| channel);
        let alike = self.channels().map(|(.., channel)| channel);
        let mails =
            alike.filter(|channel| channel.channel == Some(ChannelType::Email) && channel.purpose == form.purpose);
        std::iter::once(form).chain(fallback).chain(mails).find_map(mail)
    }

    /// Every page with a form, and where that is sent.
    pub fn forms(&self) -> impl Iterator<Item = (&Page, Destination)> {
        self.pages().iter().filter_map(|page| Some((page, self.destination_of(page)?)))
    }

    /// Where the form of a page is sent; nothing where it has none.
    #[must_use]
    pub fn destination_of(&self, page: &Page) -> Option<Destination> {
        match &page.entry.front {
            Front::Channel(channel) if channel.channel == Some(ChannelType::Form) => self.destination(channel),
            _ => None,
        }
    }
}

fn mail(channel: &Channel) -> Option<String> {
    match channel.reach()? {
        Reach::Write(mailbox) => Some(mailbox),
        Reach::Call(_) | Reach::Open(_) => None,
    }
}
