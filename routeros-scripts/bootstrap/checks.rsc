    # A terminal may have lost lines of a paste; an account without its password must not come of that.
    :foreach need in={"account";"password";"host";"altName";"from";"since"} do={
        :if ([:len [:tostr ($setup->$need)]] = 0) do={
            :error "gardengate: a line of the paste was lost ($need); nothing was changed, paste it again, whole"
        }
    }
    # What must be true first. Nothing is changed before.
    :local wrong 0
    :local release [:tostr [/system/resource/get version]]
    :if (!($release ~ "^([89]|[1-9][0-9]|7[.](1[2-9]|[2-9][0-9]))")) do={
        :put "gardengate: RouterOS $release is too old, 7.12 or later is needed: /system/package/update/install"
        :set wrong ($wrong + 1)
    }
    # Since 7.17 most routers come with a device-mode that forbids what guests need. All of it at once: each change needs a hand.
    :local forbidden ""
    :foreach feature in=($setup->"features") do={
        :do {
            # A truth value by one version, a word by another.
            :if ([:tostr [/system/device-mode/get value-name=$feature]] ~ "^(false|no)") do={
                :set forbidden "$forbidden $feature=yes"
            }
        } on-error={ :log debug "gardengate: device-mode knows no $feature" }
    }
    :if ([:len $forbidden] > 0) do={
        :put "gardengate: device-mode forbids what guests need. Run: /system/device-mode/update$forbidden"
        :put "  Then press the router's button or cut its power within five minutes. When it is back, run this again;"
        :put "  a file may be gone then, and has to be uploaded again."
        :set wrong ($wrong + 1)
    }
    :do {
        # A router without the package does not know the menu.
        :local halls [:parse ":return [:len [/ip/hotspot/find]]"]
        :if ([$halls] = 0) do={
            :put "gardengate: there is no hotspot server: /ip/hotspot/setup makes one"
            :set wrong ($wrong + 1)
        }
    } on-error={
        :put "gardengate: the package hotspot is missing: put the one of this release and board into Files, then /system/reboot"
        :set wrong ($wrong + 1)
    }
