# In place of traefik/whoami.
FROM localhost/jeton-test-run
COPY whoami.mjs /
CMD ["node", "/whoami.mjs"]
