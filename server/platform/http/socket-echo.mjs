// A child process that hands a listening socket back so many times, and ends. Plain JavaScript, so that it runs from the sources and from the build alike.
process.once('message', (times, socket) => {
  for (let time = 0; time < times; time += 1) process.send('again', socket);
});
process.once('disconnect', () => process.exit(0));
