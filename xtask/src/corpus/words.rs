//! The ordinary words of a support team, by the place they take in a sentence.
//!
//! Each list goes from common to rare: sentences draw from the front more often than from the back. rustfmt would give
//! every word a line of its own, so it is told to leave the lists alone.

/// What a customer does: plain form, participle, "-ing".
pub(crate) type Verb = (&'static str, &'static str, &'static str);

/// What can be done to anything a help centre writes about. They appear in titles, so they fit every object.
#[rustfmt::skip]
pub(crate) const ACTIONS: [Verb; 18] = [
    ("change", "changed", "changing"), ("find", "found", "finding"), ("export", "exported", "exporting"),
    ("delete", "deleted", "deleting"), ("share", "shared", "sharing"), ("restore", "restored", "restoring"),
    ("rename", "renamed", "renaming"), ("print", "printed", "printing"), ("move", "moved", "moving"),
    ("approve", "approved", "approving"), ("hide", "hidden", "hiding"), ("check", "checked", "checking"),
    ("replace", "replaced", "replacing"), ("schedule", "scheduled", "scheduling"), ("copy", "copied", "copying"),
    ("limit", "limited", "limiting"), ("archive", "archived", "archiving"),
    ("translate", "translated", "translating"),
];

/// What the text around the title is about.
#[rustfmt::skip]
pub(crate) const VERBS: [Verb; 72] = [
    ("open", "opened", "opening"), ("select", "selected", "selecting"), ("save", "saved", "saving"),
    ("add", "added", "adding"), ("remove", "removed", "removing"), ("send", "sent", "sending"),
    ("update", "updated", "updating"), ("turn on", "turned on", "turning on"),
    ("turn off", "turned off", "turning off"), ("set up", "set up", "setting up"), ("create", "created", "creating"),
    ("connect", "connected", "connecting"), ("confirm", "confirmed", "confirming"), ("edit", "edited", "editing"),
    ("enter", "entered", "entering"), ("review", "reviewed", "reviewing"), ("download", "downloaded", "downloading"),
    ("upload", "uploaded", "uploading"), ("install", "installed", "installing"),
    ("restart", "restarted", "restarting"), ("cancel", "cancelled", "cancelling"),
    ("import", "imported", "importing"), ("test", "tested", "testing"), ("reset", "reset", "resetting"),
    ("assign", "assigned", "assigning"), ("block", "blocked", "blocking"), ("allow", "allowed", "allowing"),
    ("renew", "renewed", "renewing"), ("sort", "sorted", "sorting"), ("filter", "filtered", "filtering"),
    ("merge", "merged", "merging"), ("split", "split", "splitting"), ("sync", "synced", "syncing"),
    ("verify", "verified", "verifying"), ("scan", "scanned", "scanning"), ("pair", "paired", "pairing"),
    ("publish", "published", "publishing"), ("pause", "paused", "pausing"), ("resume", "resumed", "resuming"),
    ("refund", "refunded", "refunding"), ("upgrade", "upgraded", "upgrading"), ("migrate", "migrated", "migrating"),
    ("back up", "backed up", "backing up"), ("unlock", "unlocked", "unlocking"), ("lock", "locked", "locking"),
    ("record", "recorded", "recording"), ("measure", "measured", "measuring"), ("compare", "compared", "comparing"),
    ("duplicate", "duplicated", "duplicating"), ("transfer", "transferred", "transferring"),
    ("forward", "forwarded", "forwarding"), ("encrypt", "encrypted", "encrypting"), ("sign", "signed", "signing"),
    ("invite", "invited", "inviting"), ("suspend", "suspended", "suspending"),
    ("reactivate", "reactivated", "reactivating"), ("calibrate", "calibrated", "calibrating"),
    ("trace", "traced", "tracing"), ("index", "indexed", "indexing"), ("throttle", "throttled", "throttling"),
    ("reconcile", "reconciled", "reconciling"), ("provision", "provisioned", "provisioning"),
    ("deduplicate", "deduplicated", "deduplicating"), ("federate", "federated", "federating"),
    ("quarantine", "quarantined", "quarantining"), ("annotate", "annotated", "annotating"),
    ("escalate", "escalated", "escalating"), ("impersonate", "impersonated", "impersonating"),
    ("tokenise", "tokenised", "tokenising"), ("shard", "sharded", "sharding"),
    ("rehydrate", "rehydrated", "rehydrating"), ("backfill", "backfilled", "backfilling"),
];

/// A part of every product that customers write in about, with what they write about. No object belongs to two areas,
/// so a title names its area.
pub(crate) struct Area {
    /// The area's name, as it follows the product's: "Billing".
    pub(crate) name: &'static str,
    /// Its objects, singular, with regular plurals.
    pub(crate) objects: [&'static str; 12],
}

/// The areas, from the one with the most articles to the one with the fewest.
#[rustfmt::skip]
pub(crate) const AREAS: [Area; 16] = [
    Area {
        name: "Getting started",
        objects: [
            "account", "workspace", "welcome tour", "sample project", "profile picture", "home screen", "checklist",
            "first location", "trial", "quick guide", "nickname", "starter template",
        ],
    },
    Area {
        name: "Billing",
        objects: [
            "invoice", "payment method", "subscription", "receipt", "tax number", "billing address", "purchase order",
            "credit note", "spending limit", "plan", "discount code", "payment reminder",
        ],
    },
    Area {
        name: "Sign-in and security",
        objects: [
            "password", "passkey", "security code", "sign-in method", "trusted device", "recovery email", "session",
            "security key", "access rule", "audit entry", "single sign-on domain", "login alert",
        ],
    },
    Area {
        name: "Orders",
        objects: [
            "order", "delivery note", "return label", "packing slip", "order number", "tracking link", "shipment",
            "back order", "gift message", "pick-up point", "order confirmation", "customs form",
        ],
    },
    Area {
        name: "Payments",
        objects: [
            "card payment", "refund", "payout", "chargeback", "direct debit", "deposit", "split payment", "tip",
            "payment link", "bank transfer", "card reader", "settlement",
        ],
    },
    Area {
        name: "Reports",
        objects: [
            "report", "dashboard", "chart", "saved view", "sales summary", "data export", "column", "comparison",
            "forecast", "metric", "drill-down", "scorecard",
        ],
    },
    Area {
        name: "People and teams",
        objects: [
            "team", "member", "invitation", "role", "permission", "guest", "department", "manager", "shift",
            "approval", "delegate", "org chart",
        ],
    },
    Area {
        name: "Email and messages",
        objects: [
            "message", "mailbox", "signature", "template", "attachment", "auto-reply", "mailing list", "contact card",
            "thread", "sender address", "bounce notice", "read receipt",
        ],
    },
    Area {
        name: "Files",
        objects: [
            "file", "folder", "shared link", "version", "backup", "photo album", "scan", "upload", "comment",
            "storage quota", "archive copy", "thumbnail",
        ],
    },
    Area {
        name: "Devices",
        objects: [
            "device", "printer", "terminal", "scanner", "charger", "battery", "display", "cash drawer", "firmware",
            "sensor", "docking station", "label roll",
        ],
    },
    Area {
        name: "Network",
        objects: [
            "connection", "router", "network name", "port", "proxy", "certificate", "address range", "firewall rule",
            "gateway", "name server", "tunnel", "access point",
        ],
    },
    Area {
        name: "Calendar and bookings",
        objects: [
            "booking", "appointment", "calendar", "reminder", "waiting list", "opening time", "room", "time slot",
            "cancellation", "recurring event", "booking page", "no-show fee",
        ],
    },
    Area {
        name: "Integrations",
        objects: [
            "integration", "webhook", "access token", "import job", "field mapping", "sandbox", "event log",
            "plug-in", "connector", "rate limit", "callback address", "schema",
        ],
    },
    Area {
        name: "Notifications",
        objects: [
            "notification", "text alert", "digest", "sound", "badge", "quiet hour", "subscription list", "banner",
            "push token", "escalation rule", "on-call rota", "mute rule",
        ],
    },
    Area {
        name: "Stock",
        objects: [
            "product", "variant", "barcode", "price list", "supplier", "stock count", "bundle", "category",
            "serial number", "stock transfer", "reorder point", "batch",
        ],
    },
    Area {
        name: "Privacy and data",
        objects: [
            "personal record", "consent", "data request", "retention rule", "cookie choice", "privacy notice",
            "deletion request", "processing agreement", "data region", "anonymous visitor", "export archive",
            "legal hold",
        ],
    },
];

/// Things any article may mention, singular, with regular plurals.
#[rustfmt::skip]
pub(crate) const NOUNS: [&str; 133] = [
    "page", "setting", "list", "option", "account", "name", "email", "screen", "button", "value", "change", "code",
    "user", "link", "file", "date", "number", "step", "message", "customer", "menu", "field", "tab", "password",
    "row", "browser", "device", "phone", "computer", "app", "table", "window", "record", "address", "group", "type",
    "error", "key", "period", "price", "total", "currency", "language", "country", "location", "team", "policy",
    "document", "request", "response", "result", "search", "filter", "label", "image", "icon", "form", "question",
    "answer", "note", "copy", "draft", "queue", "job", "log", "event", "server", "database", "service", "domain",
    "cable", "socket", "adapter", "keyboard", "screenshot", "shortcut", "toolbar", "sidebar", "panel", "dialog",
    "cursor", "checkbox", "drop-down", "placeholder", "breadcrumb", "widget", "layout", "theme", "font", "margin",
    "header", "footer", "credential", "licence", "certificate", "fingerprint", "signature", "threshold", "quota",
    "interval", "timeout", "retry", "cache", "cookie", "token", "scope", "endpoint", "payload", "parameter",
    "header line", "checksum", "snapshot", "partition", "replica", "cluster", "region", "tenant", "sandbox",
    "pipeline", "trigger", "schedule", "time zone", "holiday", "surcharge", "instalment", "ledger", "remittance",
    "manifest", "voucher", "waybill", "turnstile", "ribbon", "spool",
];

/// Qualities of things.
#[rustfmt::skip]
pub(crate) const ADJECTIVES: [&str; 61] = [
    "new", "current", "default", "full", "separate", "existing", "correct", "old", "shared", "personal", "monthly",
    "temporary", "hidden", "empty", "active", "automatic", "second", "main", "local", "wrong", "blank", "daily",
    "secure", "public", "private", "detailed", "missing", "expired", "duplicate", "pending", "partial", "large",
    "wireless", "digital", "regional", "optional", "custom", "annual", "read-only", "unsaved", "encrypted", "unused",
    "outdated", "compatible", "inactive", "signed", "unpaid", "archived", "nested", "stale", "provisional",
    "orphaned", "truncated", "recurring", "redundant", "bilingual", "staggered", "retroactive", "idempotent",
    "tamper-proof", "waterproof",
];

/// Parts of settings' names: "Automatic renewal", "Strict matching".
#[rustfmt::skip]
pub(crate) const SETTING_HEADS: [&str; 28] = [
    "Automatic", "Default", "Strict", "Shared", "Remote", "Guest", "Daily", "Quiet", "Secure", "Offline", "Extended",
    "Smart", "Background", "Manual", "Regional", "Legacy", "Nightly", "Instant", "Weighted", "Two-step", "Verified",
    "Silent", "Rolling", "Scoped", "Batched", "Delegated", "Adaptive", "Deferred",
];
/// The other part.
#[rustfmt::skip]
pub(crate) const SETTING_TAILS: [&str; 32] = [
    "renewal", "matching", "access", "backup", "rounding", "alerts", "sync", "approval", "language", "printing",
    "retention", "discovery", "billing", "sharing", "routing", "lockout", "checkout", "numbering", "reminders",
    "formatting", "sampling", "pairing", "throttling", "masking", "redirects", "indexing", "rotation", "deduction",
    "compression", "validation", "escalation", "forwarding",
];

/// Where things are found in an app.
#[rustfmt::skip]
pub(crate) const SCREENS: [&str; 36] = [
    "Settings", "Home", "Account", "General", "People", "Billing", "Security", "Reports", "Orders", "Files",
    "Advanced", "Notifications", "Devices", "Integrations", "Preferences", "Activity", "Overview", "History",
    "Archive", "Storage", "Network", "Languages", "Templates", "Permissions", "Locations", "Appearance", "Payouts",
    "Data and privacy", "Labs", "Developer", "Diagnostics", "Regional options", "Audit", "Limits", "Retention",
    "Certificates",
];

/// What is written on buttons.
#[rustfmt::skip]
pub(crate) const BUTTONS: [&str; 34] = [
    "Save", "Next", "Continue", "Done", "Add", "Edit", "Confirm", "Apply", "Save changes", "Delete", "Send", "Create",
    "Export", "Import", "Turn on", "Connect", "Invite", "Share", "Download", "Restore", "Try again", "Review",
    "Publish", "Move", "Approve", "Reset", "Sign out", "Allow", "Replace", "Verify", "Run check", "Print test page",
    "Start sync", "Generate code",
];

/// Who does it, with the article.
#[rustfmt::skip]
pub(crate) const ROLES: [&str; 24] = [
    "an administrator", "your manager", "the account owner", "anyone in the team", "a billing contact",
    "the customer", "a guest", "our support team", "every member", "the person who created it", "a team lead",
    "someone with edit rights", "the accountant", "a new starter", "the shop manager", "the security contact",
    "an auditor", "a developer", "the warehouse", "a reseller", "the branch office", "a temporary worker",
    "the data officer", "a trainee",
];

/// What goes wrong, after "the invoice".
#[rustfmt::skip]
pub(crate) const SYMPTOMS: [&str; 30] = [
    "does not open", "is missing", "shows an error", "stays empty", "cannot be saved", "does not update",
    "appears twice", "shows the wrong date", "keeps loading", "is out of date", "has the wrong total",
    "disappears after saving", "is greyed out", "cannot be selected", "arrives late", "asks for a password again",
    "shows a blank page", "stops half-way", "has lost its settings", "is rejected", "flickers", "prints too small",
    "is cut off", "goes to the wrong person", "opens in another language", "does not match the bank statement",
    "uses an old address", "freezes the app", "times out", "reports a checksum mismatch",
];

/// When it happens. Titles end with these, so each reads well after a verb or a symptom.
#[rustfmt::skip]
pub(crate) const SITUATIONS: [&str; 36] = [
    "on a phone", "after an update", "for several people at once", "while offline", "in another language",
    "without an administrator", "before the end of the month", "from the command line", "on a shared computer",
    "after changing your password", "for a new team member", "in bulk", "on a slow connection",
    "outside office hours", "with two accounts", "after moving to another country", "for one customer only",
    "in private browsing", "for the whole company", "after a failed payment", "when the disk is full", "on a tablet",
    "during a trial", "after the plan has ended", "behind a company firewall", "with a screen reader",
    "in the summer sale", "on an older device", "with a different currency", "after merging two teams",
    "for a closed account", "in the test environment", "with a foreign bank account", "across time zones",
    "on a second screen", "after restoring a backup",
];

/// Why it happens, as a clause.
#[rustfmt::skip]
pub(crate) const CAUSES: [&str; 34] = [
    "the session has expired", "the browser still shows an old copy", "the change has not been saved yet",
    "another person is editing it", "the name is already in use", "your role does not include it",
    "the plan does not include it", "the address was typed with a space at the end",
    "the clock of the device is wrong", "the connection was interrupted", "the file is larger than the limit",
    "the app needs an update", "an extension of the browser blocks it", "the bank has not answered yet",
    "the list was filtered", "the certificate has expired", "two records have the same number",
    "the device was paired with another account", "the storage is full", "the import stopped at an unknown column",
    "the time zone was changed", "a company rule overrides it", "the trial has ended",
    "it was archived by someone else", "the printer reports the wrong paper size",
    "the limit for the hour was reached", "a required field is empty", "the old domain still redirects",
    "the job is waiting in a queue", "the key was rotated", "the region is under maintenance",
    "the cache was built before the change", "the postcode could not be verified",
    "the daylight saving change moved the start time",
];

/// What should be so, as a clause.
#[rustfmt::skip]
pub(crate) const CONDITIONS: [&str; 24] = [
    "you are signed in", "the name is spelt correctly", "you have the right role", "the device is connected",
    "the app is up to date", "there is enough space", "the printer has paper", "nobody else is working on it",
    "the battery is charged", "your plan includes it", "the number matches the receipt", "pop-up windows are allowed",
    "the clock shows the right time", "the old copy is closed", "the bank has confirmed it",
    "the cable is plugged in", "you have a recent backup", "the filter is empty", "the email has been verified",
    "the job is not waiting", "the certificate is still valid", "the columns are in the right order",
    "location access is allowed", "the proxy lets it through",
];

/// How long, how soon.
#[rustfmt::skip]
pub(crate) const TIMES: [&str; 26] = [
    "within a few minutes", "after an hour", "at once", "the next working day", "every night", "within 24 hours",
    "at the end of the month", "after 30 days", "once a week", "in about ten seconds", "before noon",
    "at the next sign-in", "after the next sync", "within two working days", "on the first of the month",
    "every fifteen minutes", "when the job has finished", "after 90 days", "at midnight in your time zone",
    "in three to five working days", "twice a day", "once a quarter", "after six months without use",
    "within the same billing period", "on the anniversary of the contract", "when the battery is charged",
];

/// How.
#[rustfmt::skip]
pub(crate) const MANNERS: [&str; 24] = [
    "again", "yourself", "safely", "together", "automatically", "one by one", "by hand", "in one go", "from the list",
    "by email", "with a code", "in the app", "on the web", "at any time", "with a spreadsheet", "over the phone",
    "by scanning a code", "through the store", "with two people present", "in a separate window", "by drag and drop",
    "with the arrow keys", "over a cable", "through the interface for developers",
];

/// File names and extensions in running text.
#[rustfmt::skip]
pub(crate) const EXTENSIONS: [&str; 12] = [
    "csv", "pdf", "xlsx", "png", "json", "zip", "txt", "xml", "ics", "log", "yaml", "vcf",
];

/// What an article of another kind calls its object in the title: "Invoice limits".
#[rustfmt::skip]
pub(crate) const REFERENCES: [&str; 10] = [
    "fields", "limits", "settings", "formats", "statuses", "permissions", "error codes", "shortcuts", "defaults",
    "requirements",
];
