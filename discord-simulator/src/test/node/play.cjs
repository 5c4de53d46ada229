// Plays a whole story with the npm package `midjourney`: imagine, upscale, variation, remix, custom
// zoom, describe, shorten, relax, info, and a refused prompt. Prints one line of JSON with what came of it; the package itself prints to the same
// stream, so the line begins with a mark.
const { Midjourney } = require("midjourney");

const [base, guild, channel, token, picture] = process.argv.slice(2);

async function main() {
  const client = new Midjourney({
    ServerId: guild,
    ChannelId: channel,
    SalaiToken: token,
    DiscordBaseUrl: base,
    WsBaseUrl: base.replace("http", "ws") + "/gateway?encoding=json&v=9",
    ApiInterval: 10,
    Ws: true,
  });
  await client.init();
  const seen = [];
  const loading = (_, progress) => seen.push(progress);
  const imagined = await client.Imagine("a tin robot waters a fern", loading);
  const upscaled = await client.Upscale({
    index: 2,
    msgId: imagined.id,
    hash: imagined.hash,
    flags: imagined.flags,
    content: imagined.content,
  });
  const varied = await client.Variation({
    index: 1,
    msgId: imagined.id,
    hash: imagined.hash,
    flags: imagined.flags,
    content: imagined.content,
  });
  const switched = await client.SwitchRemix();
  client.config.Remix = true;
  const remixed = await client.Variation({
    index: 3,
    msgId: imagined.id,
    hash: imagined.hash,
    flags: imagined.flags,
    content: "a gold robot waters a fern",
  });
  const zoom = upscaled.options.find((option) => option.label === "Custom Zoom");
  const zoomed = await client.Custom({
    msgId: upscaled.id,
    customId: zoom.custom,
    flags: upscaled.flags,
    content: "a tin robot in a garden --zoom 2",
  });
  const shortened = await client.Shorten("a very small tin robot waters a fern");
  const described = await client.Describe(picture);
  await client.Relax();
  const info = await client.Info();
  let refusal = "";
  try {
    await client.Imagine("much gore");
  } catch (error) {
    refusal = error.message;
  }
  const story = {
    seen,
    imagined,
    upscaled,
    varied,
    switched,
    remixed,
    zoomed,
    shortened,
    described,
    info,
    refusal,
  };
  console.log("STORY " + JSON.stringify(story));
  client.Close();
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
