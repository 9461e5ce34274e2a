# gardengate {{gateway}}: on-login
# Purpose: notes the first login with a coupon in its user's comment, which is one write to the flash, and tells the
#   gateway of every login.
# Requires: RouterOS 7.12 or later.
# Runs as: on-login of the gateway's own user profiles (policies read, write and test).
# Owns: the words r= u= m= c= in comments that begin with "gg1 {{gateway}} coupon "; it touches nothing else.
# Waits for nobody: what is to be sent, a job of its own sends, once. What gets lost the script "report" sends.
:do {
    :local guest [:tostr $user]
    :local phone [:tostr $"mac-address"]
    :local place [:tostr $address]
    :local at [:tonum [:timestamp]]
    :local up [:tonum [/system/resource/get uptime]]
    :local note " r=$at u=$up"
    :if ([:len $phone] > 0) do={ :set note ($note . " m=" . $phone) }
    # c=1: the time is worth something for ever, whatever happens to this clock.
    :do {
        :if ([/system/ntp/client/get status] = "synchronized") do={ :set note ($note . " c=1") }
    } on-error={ :log debug "gg-{{gateway}}: no time server" }
    :local isOurs false
    :foreach row in=[/ip/hotspot/user/find where name=$guest] do={
        :do {
            :local mark [:tostr [/ip/hotspot/user/get $row comment]]
            :if ([:pick $mark 0 9] = "gg1 {{gateway}} ") do={
                :set isOurs true
                :if ([:pick $mark 9 16] = "coupon " and [:typeof [:find $mark " r="]] = "nil") do={
                    /ip/hotspot/user/set $row comment=($mark . $note)
                }
            }
        } on-error={ :log warning "gg-{{gateway}}: the login of $guest could not be noted" }
    }
{{#reporting}}
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
        :local body ("event=login&user=" . [$encode $guest] . "&mac=" . [$encode $phone] . "&ip=" . [$encode $place])
        :set body ($body . "&id=$up-" . [$encode $phone] . "&time=$at&now=$at&up=$up&up_now=$up")
        :execute script=(":do { /tool/fetch url=\"{{url}}\" check-certificate={{check}} output=none http-method=post \
            http-header-field=\"Authorization: Bearer {{token}}\" http-data=\"$body\" } on-error={ }")
    }
{{/reporting}}
} on-error={ :log warning "gg-{{gateway}}: on-login failed; the gateway still sees who is in" }
