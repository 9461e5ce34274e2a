# gardengate {{gateway}}: on-logout
# Purpose: tells the gateway that a session ended, why, how long it lasted and what it moved.
# Requires: RouterOS 7.12 or later.
# Runs as: on-logout of the gateway's own user profiles (policies read and test).
# Owns: nothing; it writes nothing.
# Waits for nobody, and is not repeated: what gets lost the gateway reads from the router's log and counters.
{{#reporting}}
:do {
    :local guest [:tostr $user]
    :local phone [:tostr $"mac-address"]
    :local place [:tostr $address]
    :local reason [:tostr $cause]
    :local at [:tonum [:timestamp]]
    :local up [:tonum [/system/resource/get uptime]]
    # Nobody else's user, also when somebody gave it a profile of ours. The gateway removes a user before its sessions.
    :local isOurs true
    :foreach row in=[/ip/hotspot/user/find where name=$guest] do={
        :set isOurs ([:pick [:tostr [/ip/hotspot/user/get $row comment]] 0 9] = "gg1 {{gateway}} ")
    }
    :if ($isOurs) do={
        # Every byte as %XX: no name can break out of the script that sends it.
        :local encode do={
            :local hex [:convert [:tostr $1] from=raw to=hex]
            :local text ""
            :if ([:len $hex] > 1) do={
                :for i from=0 to=([:len $hex] - 2) step=2 do={ :set text ($text . "%" . [:pick $hex $i ($i + 2)]) }
            }
            :return $text
        }
        :local body ("event=logout&user=" . [$encode $guest] . "&mac=" . [$encode $phone] . "&ip=" . [$encode $place])
        :set body ($body . "&id=$up-" . [$encode $phone] . "&time=$at&now=$at&up=$up&up_now=$up")
        :set body ($body . "&cause=" . [$encode $reason] . "&uptime=" . [$encode $"uptime-secs"])
        :set body ($body . "&bytes_in=" . [$encode $"bytes-in"] . "&bytes_out=" . [$encode $"bytes-out"])
        :execute script=(":do { /tool/fetch url=\"{{url}}\" check-certificate={{check}} output=none http-method=post \
            http-header-field=\"Authorization: Bearer {{token}}\" http-data=\"$body\" } on-error={ }")
    }
} on-error={ :log warning "gg-{{gateway}}: on-logout failed; the gateway still sees who is in" }
{{/reporting}}
