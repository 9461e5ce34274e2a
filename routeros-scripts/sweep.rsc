# gardengate {{gateway}}: sweep
# Purpose: ends what is over while the gateway is away: coupons that nobody redeemed in time, and sessions.
# Requires: RouterOS 7.12 or later, and a clock that a time server set: without one it does nothing.
# Runs as: scheduler entry, every 5 minutes (policies read and write).
# Owns: users whose comment begins with "gg1 {{gateway}} coupon ", with their cookies and sessions, and the global
#   variable gg{{gateway}}Born. It reads gg{{gateway}}Told of the script "report".
# When in doubt the guest stays: what cannot be read, or was noted by a clock that nobody had set, is left to the gateway.
:global gg{{gateway}}Born
:global gg{{gateway}}Told
:local at [:tonum [:timestamp]]
# When the router started, by its clock: another answer than at the last run means that the clock jumped in between.
:local born ($at - [:tonum [/system/resource/get uptime]])
:local isSteady false
:if ([:typeof $gg{{gateway}}Born] = "num") do={
    :local jump ($born - $gg{{gateway}}Born)
    :set isSteady ($jump > -60 and $jump < 60)
}
:set gg{{gateway}}Born $born
:local isTimed false
:do {
    :set isTimed ([/system/ntp/client/get status] = "synchronized")
} on-error={ :set isTimed false }
:if ($isSteady and $isTimed) do={
    # What stands behind " k=" in a comment; nothing when it is not there.
    :local fact do={
        :local from [:find $1 (" " . $2 . "=")]
        :local value ""
        :if ([:typeof $from] = "num") do={
            :set from ($from + [:len $2] + 2)
            :local end [:find $1 " " ($from - 1)]
            :if ([:typeof $end] != "num") do={ :set end [:len $1] }
            :set value [:pick $1 $from $end]
        }
        :return $value
    }
    # Puts a guest out: cookies first, or they would be in again at once. A cookie does not tell its server: where another
    #   user has the name, too, all stay, and without our user they open nothing.
    :local out do={
        :local guest $1
        :local hall $2
        :if ($3 = 1) do={ /ip/hotspot/cookie/remove [/ip/hotspot/cookie/find where user=$guest] }
        :foreach session in=[/ip/hotspot/active/find where user=$guest] do={
            :if ([:len $hall] = 0 or [:tostr [/ip/hotspot/active/get $session server]] = $hall) do={
                /ip/hotspot/active/remove $session
            }
        }
    }
    :foreach row in=[/ip/hotspot/user/find where comment~"^gg1 {{gateway}} coupon "] do={
        :do {
            :local mark [:tostr [/ip/hotspot/user/get $row comment]]
            :if ([:typeof [:find $mark " r="]] = "nil") do={
                :local until [:tonum [$fact $mark "x"]]
                :if ($at > $until) do={
                    :local guest [/ip/hotspot/user/get $row name]
                    :local used [:tonum [/ip/hotspot/user/get $row uptime]]
                    :local isIn ([:len [/ip/hotspot/active/find where user=$guest]] > 0)
                    :if (!($used > 0) and !$isIn) do={ /ip/hotspot/user/remove $row }
                }
            } else={
                :local login [:tonum [$fact $mark "r"]]
                :local length [:tonum [$fact $mark "t"]]
                # Noted by a clock that was set (c=1), or by the gateway itself (l=).
                :local isKnown ([:len [$fact $mark "l"]] > 0)
                :if ([:typeof $login] = "num" and $length > 0 and ($isKnown or [$fact $mark "c"] = "1")) do={
                    :if ($at >= ($login + $length)) do={
                        :local guest [/ip/hotspot/user/get $row name]
                        :local hall [:tostr [/ip/hotspot/user/get $row server]]
                        :if ($hall = "all") do={ :set hall "" }
                        :local named [:len [/ip/hotspot/user/find where name=$guest]]
                        :local note ([$fact $mark "r"] . " " . [$fact $mark "u"] . " " . [$fact $mark "m"])
                        :local isTold (($gg{{gateway}}Told->[:tostr $row]) = $note)
                        :if ($isTold or $isKnown) do={
                            # While the user is there, its on-logout is too.
                            $out $guest $hall $named
                            /ip/hotspot/user/remove $row
                            $out $guest $hall $named
                        } else={
                            # The code is dead, and the note lives on until the gateway has it.
                            :do {
                                :if (![/ip/hotspot/user/get $row disabled]) do={
                                    /ip/hotspot/user/set $row disabled=yes
                                }
                            } on-error={ :log warning "gg-{{gateway}}-sweep: a user could not be disabled" }
                            $out $guest $hall $named
                        }
                    }
                }
            }
        } on-error={ :log warning "gg-{{gateway}}-sweep: a user could not be dealt with; the gateway will" }
    }
}
