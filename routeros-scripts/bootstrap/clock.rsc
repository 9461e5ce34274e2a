    # The right time: certificates and coupons have dates, and a router without a battery begins in 1970.
    :if ([:len [/system/ntp/client/get servers]] = 0) do={ /system/ntp/client/set servers=($setup->"timeServers") }
    :if (![/system/ntp/client/get enabled]) do={ /system/ntp/client/set enabled=yes }
    :local patience 180
    :while ([:tonum [:timestamp]] < ($setup->"since") and $patience > 0) do={
        :if (($patience % 30) = 0) do={ :put "gardengate: the clock is wrong; waiting for a time server" }
        :set patience ($patience - 1)
        :delay 1s
    }
    :if ([:tonum [:timestamp]] < ($setup->"since")) do={
        :put "gardengate: no time server has answered. The router must reach the Internet, and a DNS server."
        :put "  Else name a time server by its address: /system/ntp/client/set servers=ADDRESS"
        :error "gardengate: stopped because of the clock; run this again"
    }
