    # The authority by which the router knows the gateway.
    :local authority ($setup->"authority")
    :local authorityPrint ($setup->"authorityPrint")
    :if ([:len $authority] > 0) do={
        :if ([:len [/certificate/find where fingerprint=$authorityPrint]] = 0) do={
            :put "gardengate: the gateway's authority"
            /file/remove [/file/find where name="gardengate-authority.pem"]
            /file/add name="gardengate-authority.pem" contents=$authority
            # Slow storage has it a moment later.
            :delay 1s
            # Named after itself: one of before keeps its name.
            :local title ("gardengate-gateway-" . [:pick $authorityPrint 0 8])
            /certificate/import file-name="gardengate-authority.pem" name=$title passphrase=""
            /file/remove [/file/find where name="gardengate-authority.pem"]
        }
        /certificate/set [/certificate/find where fingerprint=$authorityPrint] trusted=yes
    }
